import type { Logger } from 'pino'
import { createContext } from 'react-router'
import type { ApiClient } from '../api/client.ts'
import type { VisitState } from '../session/state.ts'
import type { ContextVariables, LanguageTag } from './locale.ts'
import type { PageAnswers } from './page-answers.ts'
import type { RequestFacts } from './request-facts.ts'
import type { Settings } from './settings.ts'

/**
 * Everything that a loader of a page for everybody works with, made for one request by `open-shop.ts`. It knows
 * nothing of who asks, so that the page can be kept at the edge.
 */
export interface Shop {
  readonly settings: Settings
  readonly requestId: string
  readonly log: Logger
  readonly language: LanguageTag
  /** For the operations' `@inContext`. */
  readonly locale: ContextVariables
  readonly api: Pick<ApiClient, 'catalogue'>
  /** What the page has been made of so far. */
  readonly answers: PageAnswers
}

/** What loaders and actions of one shopper's own pages get besides, made by `open-visit.ts`. */
export interface PersonalShop extends Shop {
  readonly api: ApiClient
  readonly visit: VisitState
  readonly csrfToken: string
  /** Fields of the posted form, already checked against forgery; empty for a GET. */
  readonly form: FormData
}

export const settingsContext = createContext<Settings>()
export const factsContext = createContext<RequestFacts>()
export const nonceContext = createContext<string>()
export const shopContext = createContext<Shop>()
export const personalShopContext = createContext<PersonalShop>()
