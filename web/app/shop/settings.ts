/** What the application needs to know of the process's configuration; the whole of it is `WebConfig`. */
export interface Settings {
  readonly apiOrigin: URL
  readonly publicOrigin: URL
  readonly oidc: {
    readonly issuer: URL
    readonly clientId: string
    readonly clientSecret: string
    readonly audience: string | undefined
  }
  readonly sessionSecrets: readonly [string, ...string[]]
}
