import type { MiddlewareFunction } from 'react-router'
import { createApiClient } from '../api/client.ts'
import { csrfToken, isCsrfToken, isSameOrigin } from '../session/csrf.ts'
import { parseCookies } from '../session/cookies.ts'
import { createSealer } from '../session/sealed.ts'
import { openState, type VisitState } from '../session/state.ts'
import { freshAccessToken } from '../sign-in/tokens.ts'
import { pageFailure } from './failures.ts'
import { languageCode, languageOfPath, marketCookie, marketOf, preferredLanguage } from './locale.ts'
import type { Settings } from './settings.ts'
import { factsContext, settingsContext, shopContext } from './shop.ts'

/** The longest form of the shop, the address, has seven short fields. */
const maximumFormBytes = 32 * 1024

/** Reads a posted form and refuses what another site sent. */
async function readForm(
  request: Request,
  settings: Settings,
  visit: VisitState,
  requestId: string,
): Promise<FormData> {
  if (request.method === 'GET' || request.method === 'HEAD') return new FormData()
  const length = request.headers.get('content-length')
  if (length === null || Number(length) > maximumFormBytes) throw pageFailure('too-large', { requestId })
  if (!isSameOrigin(request.headers, settings.publicOrigin)) throw pageFailure('forged', { requestId })
  // A copy: React Router makes a request of its own from this one, which it cannot once the body was read.
  const form = await request.clone().formData()
  const token = form.get('csrf')
  if (typeof token !== 'string' || !isCsrfToken(token, visit.session.id, settings.sessionSecrets)) {
    throw pageFailure('forged', { requestId })
  }
  return form
}

/** Root middleware: opens the visit's cookies, makes the shop of this request, and writes changed cookies back. */
export const openShop: MiddlewareFunction<Response> = async ({ request, context }, next) => {
  const settings = context.get(settingsContext)
  const facts = context.get(factsContext)
  const https = settings.publicOrigin.protocol === 'https:'
  const cookieHeader = request.headers.get('cookie')
  const sealer = createSealer(settings.sessionSecrets)
  const visit = await openState(cookieHeader, sealer, { https })
  const form = await readForm(request, settings, visit, facts.requestId)
  const language =
    languageOfPath(new URL(request.url).pathname) ?? preferredLanguage(request.headers.get('accept-language'))
  const market = marketOf(parseCookies(cookieHeader).get(marketCookie))

  context.set(shopContext, {
    settings,
    requestId: facts.requestId,
    log: facts.log,
    language,
    locale: { language: languageCode(language), ...market },
    api: createApiClient({
      origin: settings.apiOrigin,
      caller: { ...facts, accessToken: await freshAccessToken(settings, visit, facts.log) },
      onRetry: (error) => facts.log.warn({ err: error }, 'trying the API again'),
    }),
    visit,
    csrfToken: csrfToken(visit.session.id, settings.sessionSecrets[0]),
    form,
  })

  const response = await next()
  for (const cookie of await visit.setCookies()) response.headers.append('Set-Cookie', cookie)
  // A page names the shopper, the cart and a form's keys: none of it is for a shared cache.
  if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'private, no-store')
  response.headers.append('Vary', 'Cookie')
  if (response.status === 503 && !response.headers.has('Retry-After'))
    response.headers.set('Retry-After', '10')
  return response
}
