import type { IncomingMessage } from 'node:http'
import { edge } from '../../../api/contract.ts'
import type { Route } from '../routes.ts'
import { acceptedEncodings } from './encodings.ts'

/** How a request is treated at the edge. */
export type Plan =
  /** The answer is one shopper's, or the request changes something: passed on as it is, never kept. */
  | { readonly kind: 'pass'; readonly path: string; readonly headers: HeaderChange }
  /** The answer may be for everybody, if it says so. */
  | { readonly kind: 'keep'; readonly path: string; readonly headers: HeaderChange; readonly key: string }

/** Headers to set for the target instead of the client's; undefined takes one away. */
export type HeaderChange = Readonly<Record<string, string | undefined>>

const isRead = (method: string | undefined) => method === 'GET' || method === 'HEAD'

/** The path patterns of CloudFront: `*` for any characters, `?` for one. */
function toExpression(pattern: string): RegExp {
  const source = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
  return new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`)
}

const personal = edge.personalPaths.map(toExpression)

/** Decides as CloudFront's behaviours and policies do (`lib/edge`); both take their lists from the contract. */
export function planRequest(request: IncomingMessage, url: URL, route: Extract<Route, 'api' | 'web'>): Plan {
  if (personal.some((path) => path.test(url.pathname))) {
    return { kind: 'pass', path: url.pathname + url.search, headers: {} }
  }
  const path = url.pathname + keepParameters(url, route === 'api' ? edge.documentQuery : edge.pageQuery)
  const cookies = keepCookies(request.headers.cookie, route === 'api' ? [] : edge.pageCookies)
  const identity = { cookie: cookies === '' ? undefined : cookies }
  if (!isRead(request.method)) return { kind: 'pass', path, headers: identity }

  const encodings = acceptedEncodings(request.headers['accept-encoding'])
  const telling = route === 'api' ? edge.documentHeaders.map((name) => request.headers[name] ?? null) : []
  return {
    kind: 'keep',
    path,
    key: JSON.stringify([route, request.headers.host, path, encodings, cookies, telling]),
    headers: {
      ...identity,
      'accept-encoding': encodings,
      // The copy is for everybody: the edge itself answers conditions and ranges.
      'if-none-match': undefined,
      'if-modified-since': undefined,
      'if-match': undefined,
      'if-unmodified-since': undefined,
      'if-range': undefined,
      range: undefined,
      'cache-control': undefined,
      pragma: undefined,
    },
  }
}

function keepParameters({ searchParams }: URL, names: readonly string[]): string {
  const kept = new URLSearchParams([...searchParams].filter(([name]) => names.includes(name))).toString()
  return kept === '' ? '' : `?${kept}`
}

function keepCookies(header: string | undefined, names: readonly string[]): string {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => names.includes(pair.split('=', 1)[0] ?? ''))
    .sort()
    .join('; ')
}
