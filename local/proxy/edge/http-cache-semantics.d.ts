/** The package says that its types are in its JavaScript; these are the ones that the edge uses. */
declare module 'http-cache-semantics' {
  interface HttpRequest {
    readonly url: string
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
  }

  interface HttpResponse {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
  }

  export default class CachePolicy {
    constructor(
      request: HttpRequest,
      response: HttpResponse,
      options: { readonly shared: boolean; readonly cacheHeuristic: number },
    )
    storable(): boolean
    /** Milliseconds in which the answer is of any use, stale ones included. */
    timeToLive(): number
    /** Seconds. */
    maxAge(): number
    /** Seconds. */
    age(): number
    evaluateRequest(request: HttpRequest): {
      readonly response: HttpResponse | undefined
      readonly revalidation: { readonly synchronous: boolean } | undefined
    }
    responseHeaders(): Record<string, string>
    revalidationHeaders(request: HttpRequest): Record<string, string>
    revalidatedPolicy(
      request: HttpRequest,
      response: HttpResponse,
    ): { readonly policy: CachePolicy; readonly modified: boolean; readonly matches: boolean }
  }
}
