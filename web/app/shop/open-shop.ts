import type { MiddlewareFunction } from 'react-router'
import { marketCookie } from '../../../api/contract.ts'
import { createApiClient } from '../api/client.ts'
import { parseCookies } from '../session/cookies.ts'
import { languageCode, languageOfPath, marketOf, preferredLanguage } from './locale.ts'
import { collectPageAnswers } from './page-answers.ts'
import { sharedFreshness, shareResponse } from './shared-page.ts'
import { factsContext, settingsContext, shopContext } from './shop.ts'

/** Root middleware: makes the shop of this request, and says who may keep the answer. */
export const openShop: MiddlewareFunction<Response> = async ({ request, context }, next) => {
  const settings = context.get(settingsContext)
  const facts = context.get(factsContext)
  const language =
    languageOfPath(new URL(request.url).pathname) ?? preferredLanguage(request.headers.get('accept-language'))
  const market = marketOf(parseCookies(request.headers.get('cookie')).get(marketCookie))
  const answers = collectPageAnswers()

  context.set(shopContext, {
    settings,
    requestId: facts.requestId,
    log: facts.log,
    language,
    locale: { language: languageCode(language), ...market },
    api: createApiClient({
      origin: settings.apiOrigin,
      caller: facts,
      onRetry: (error) => facts.log.warn({ err: error }, 'trying the API again'),
      onCatalogueAnswer: (headers) => answers.add(headers),
      onCatalogueFailure: () => answers.fail(),
    }),
    answers,
  })

  const response = await next()
  if (response.headers.has('Cache-Control')) return response
  const freshness = sharedFreshness(context, request, response.status)
  if (freshness !== undefined) return await shareResponse(response, request, freshness)
  response.headers.set('Cache-Control', 'private, no-store')
  if (response.status === 503 && !response.headers.has('Retry-After'))
    response.headers.set('Retry-After', '10')
  return response
}
