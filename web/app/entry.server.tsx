import { randomBytes } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { createReadableStreamFromReadable } from '@react-router/node'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import {
  type EntryContext,
  type HandleErrorFunction,
  RouterContextProvider,
  ServerRouter,
} from 'react-router'
import type { RequestFacts } from './shop/request-facts.ts'
import type { Settings } from './shop/settings.ts'
import { factsContext, nonceContext, settingsContext } from './shop/shop.ts'
import { contentSecurityPolicy } from './shop/content-security-policy.ts'

/** Milliseconds after which a page that still waits for data is cut off. */
export const streamTimeout = 10_000

/** For `server/application.ts`: makes the context of one request. */
export function createContextFactory(settings: Settings): (facts: RequestFacts) => RouterContextProvider {
  return (facts) => {
    const context = new RouterContextProvider()
    context.set(settingsContext, settings)
    context.set(factsContext, facts)
    context.set(nonceContext, randomBytes(16).toString('base64'))
    return context
  }
}

/** Logs what loaders, actions and rendering throw, besides the answers that they throw on purpose. */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (request.signal.aborted) return
  context.get(factsContext).log.error({ err: error }, 'page failed')
}

/** Renders a document: bots get it whole, browsers as a stream. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  routerContext: EntryContext,
  context: RouterContextProvider,
): Promise<Response> {
  const nonce = context.get(nonceContext)
  headers.set('Content-Type', 'text/html; charset=utf-8')
  headers.set('Content-Security-Policy', await contentSecurityPolicy(context))
  if (request.method === 'HEAD') return new Response(null, { status, headers })

  return new Promise<Response>((resolve, reject) => {
    const ready = isbot(request.headers.get('user-agent')) ? 'onAllReady' : 'onShellReady'
    let statusNow = status
    let isShellSent = false
    const { pipe, abort } = renderToPipeableStream(
      <ServerRouter context={routerContext} url={request.url} nonce={nonce} />,
      {
        nonce,
        [ready]: () => {
          isShellSent = true
          const body = new PassThrough()
          resolve(new Response(createReadableStreamFromReadable(body), { status: statusNow, headers }))
          pipe(body)
        },
        onShellError: reject,
        onError: (error: unknown) => {
          statusNow = 500
          // Before the shell, the error arrives in onShellError and is logged by handleError.
          if (isShellSent) context.get(factsContext).log.error({ err: error }, 'page failed while streaming')
        },
      },
    )
    setTimeout(abort, streamTimeout + 1000).unref()
  })
}
