import type { MiddlewareFunction } from 'react-router'
import { createApiClient } from '../api/client.ts'
import { csrfToken, isCsrfToken, isOpenForm, isSameOrigin } from '../session/csrf.ts'
import { createSealer } from '../session/sealed.ts'
import { openState, type VisitState } from '../session/state.ts'
import { freshAccessToken } from '../sign-in/tokens.ts'
import { pageFailure } from './failures.ts'
import { factsContext, personalShopContext, type Shop, shopContext } from './shop.ts'

/** The longest form of the shop, the address, has seven short fields. */
const maximumFormBytes = 32 * 1024

/** Reads a posted form and refuses what another site sent. */
async function readForm(request: Request, shop: Shop, visit: VisitState): Promise<FormData> {
  if (request.method === 'GET' || request.method === 'HEAD') return new FormData()
  const { publicOrigin, sessionSecrets } = shop.settings
  const length = request.headers.get('content-length')
  if (length === null || Number(length) > maximumFormBytes) throw pageFailure(shop, 'too-large')
  if (!isSameOrigin(request.headers, publicOrigin)) throw pageFailure(shop, 'forged')
  // A copy: React Router makes a request of its own from this one, which it cannot once the body was read.
  const form = await request.clone().formData()
  if (isOpenForm(new URL(request.url).pathname, form)) return form
  const token = form.get('csrf')
  if (typeof token !== 'string' || !isCsrfToken(token, visit.session.id, sessionSecrets)) {
    throw pageFailure(shop, 'forged')
  }
  return form
}

/**
 * Middleware of one shopper's own pages and of all forms: opens the visit's cookies and writes changed ones back.
 * Nothing behind it is for a cache that others share.
 */
export const openVisit: MiddlewareFunction<Response> = async ({ request, context }, next) => {
  const shop = context.get(shopContext)
  const facts = context.get(factsContext)
  const { settings, log } = shop
  const https = settings.publicOrigin.protocol === 'https:'
  const sealer = createSealer(settings.sessionSecrets)
  const visit = await openState(request.headers.get('cookie'), sealer, { https })
  const form = await readForm(request, shop, visit)

  context.set(personalShopContext, {
    ...shop,
    api: createApiClient({
      origin: settings.apiOrigin,
      caller: { ...facts, accessToken: await freshAccessToken(settings, visit, log) },
      onRetry: (error) => log.warn({ err: error }, 'trying the API again'),
    }),
    visit,
    csrfToken: csrfToken(visit.session.id, settings.sessionSecrets[0]),
    form,
  })

  const response = await next()
  for (const cookie of await visit.setCookies()) response.headers.append('Set-Cookie', cookie)
  response.headers.set('Cache-Control', 'private, no-store')
  response.headers.append('Vary', 'Cookie')
  if (response.status === 503 && !response.headers.has('Retry-After'))
    response.headers.set('Retry-After', '10')
  return response
}
