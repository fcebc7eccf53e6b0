import { randomBytes } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { createReadableStreamFromReadable } from '@react-router/node'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import {
  type EntryContext,
  type HandleErrorFunction,
  RouterContextProvider,
  ServerRouter,
} from 'react-router'
import { contentSecurityPolicy, formTargets } from './shop/content-security-policy.ts'
import { hashInlineScripts } from './shop/inline-scripts.ts'
import type { RequestFacts } from './shop/request-facts.ts'
import type { Settings } from './shop/settings.ts'
import { sharedFreshness } from './shop/shared-page.ts'
import { factsContext, nonceContext, settingsContext } from './shop/shop.ts'

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

/** Renders a document. What goes to one shopper alone is streamed; what everybody may get is rendered as a whole. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  routerContext: EntryContext,
  context: RouterContextProvider,
): Promise<Response> {
  const nonce = context.get(nonceContext)
  const isShared = sharedFreshness(context, request, status) !== undefined
  headers.set('Content-Type', 'text/html; charset=utf-8')
  headers.set(
    'Content-Security-Policy',
    contentSecurityPolicy([`'nonce-${nonce}'`], isShared ? [] : await formTargets(context)),
  )
  if (request.method === 'HEAD') return new Response(null, { status, headers })

  const isWhole = isShared || isbot(request.headers.get('user-agent'))
  const rendered = await render(request, status, routerContext, context, isWhole)
  if (!isShared) {
    return new Response(createReadableStreamFromReadable(rendered.body), { status: rendered.status, headers })
  }
  const { html, sources } = hashInlineScripts(await text(rendered.body), nonce)
  headers.set('Content-Security-Policy', contentSecurityPolicy(sources, []))
  return new Response(html, { status: rendered.status, headers })
}

interface Rendered {
  readonly status: number
  readonly body: PassThrough
}

/** @param isWhole waits for the whole page instead of its frame */
function render(
  request: Request,
  status: number,
  routerContext: EntryContext,
  context: RouterContextProvider,
  isWhole: boolean,
): Promise<Rendered> {
  const nonce = context.get(nonceContext)
  return new Promise<Rendered>((resolve, reject) => {
    let statusNow = status
    let isShellSent = false
    const { pipe, abort } = renderToPipeableStream(
      <ServerRouter context={routerContext} url={request.url} nonce={nonce} />,
      {
        nonce,
        [isWhole ? 'onAllReady' : 'onShellReady']: () => {
          isShellSent = true
          const body = new PassThrough()
          resolve({ status: statusNow, body })
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
