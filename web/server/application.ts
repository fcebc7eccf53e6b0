import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequestListener } from '@react-router/node'
import type { RouterContextProvider, ServerBuild } from 'react-router'
import type { RequestFacts } from '../app/shop/request-facts.ts'
import type { Settings } from '../app/shop/settings.ts'

/** What `app/entry.server.tsx` exports for this process, besides what React Router asks of it. */
interface EntryModule {
  createContextFactory(settings: Settings): (facts: RequestFacts) => RouterContextProvider
}

/** Answers one request with a page. */
export type PageListener = (request: IncomingMessage, response: ServerResponse, facts: RequestFacts) => void

/**
 * Loads what `react-router build` has built.
 *
 * @throws Error if there is no build, with the command that makes one.
 */
export async function loadApplication(settings: Settings): Promise<PageListener> {
  const location = new URL('../build/server/index.js', import.meta.url)
  let build: ServerBuild
  try {
    build = (await import(location.href)) as ServerBuild
  } catch (error) {
    throw new Error(
      `No storefront build at ${location.pathname}: run \`npx react-router build\` in web/ first.`,
      {
        cause: error,
      },
    )
  }
  const createContext = (build.entry.module as unknown as EntryModule).createContextFactory(settings)
  // React Router hands its context function a web Request; the facts of the node request travel beside it.
  const current = new AsyncLocalStorage<RequestFacts>()
  const listener = createRequestListener({
    build: { ...build, allowedActionOrigins: [settings.publicOrigin.host] },
    mode: 'production',
    getLoadContext: () => {
      const facts = current.getStore()
      if (facts === undefined) throw new Error('A page was asked for outside of a request.')
      return createContext(facts)
    },
  })
  return (request, response, facts) => current.run(facts, () => listener(request, response))
}
