import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type Provider from 'oidc-provider'
import { accountByEmail, demoAccounts } from './accounts.ts'
import { signInPage } from './pages.ts'

const signInPath = /^\/sign-in\/[\w-]+$/

/** Serves the provider, its sign-in page and `/healthz`. */
export function createIdentityServer(provider: Provider): Server {
  const callback = provider.callback()
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', provider.issuer)
    if (pathname === '/healthz') {
      response.end('ok')
    } else if (signInPath.test(pathname)) {
      signIn(provider, request, response).catch((error: unknown) => {
        // A sign-in that was left open for longer than its cookie lives; the shop starts another.
        const reason = error instanceof Error ? error.message : String(error)
        sendHtml(
          response,
          400,
          signInPage({ action: pathname, email: '', fault: `Bitte neu anmelden: ${reason}` }),
        )
      })
    } else {
      void callback(request, response)
    }
  })
}

async function signIn(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { uid } = await provider.interactionDetails(request, response)
  const action = `/sign-in/${uid}`
  if (request.method !== 'POST') {
    sendHtml(response, 200, signInPage({ action, email: demoAccounts[0]?.email ?? '', fault: undefined }))
    return
  }
  const email = new URLSearchParams(await text(request)).get('email') ?? ''
  const account = accountByEmail(email)
  if (account === undefined) {
    const known = demoAccounts.map((each) => each.email).join(', ')
    sendHtml(
      response,
      422,
      signInPage({ action, email, fault: `${email} gibt es hier nicht; es gibt ${known}.` }),
    )
    return
  }
  const result = { login: { accountId: account.id } }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

function sendHtml(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-frame-options': 'DENY',
  })
  response.end(html)
}
