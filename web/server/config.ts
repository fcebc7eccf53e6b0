import { z } from 'zod'
import { environment, parts, webEnvironment } from '../../api/contract.ts'

/** What the storefront process is told by its surroundings. */
export interface WebConfig {
  readonly environmentName: string
  readonly release: string
  readonly host: string
  readonly port: number
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  /** Where the API answers, without a path. */
  readonly apiOrigin: URL
  /** The origin that shoppers see. */
  readonly publicOrigin: URL
  readonly oidc: {
    readonly issuer: URL
    readonly clientId: string
    readonly clientSecret: string
    readonly audience: string | undefined
  }
  /** Newest first; all of them open a session, the first seals it. */
  readonly sessionSecrets: readonly [string, ...string[]]
}

const origin = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://shop.example' })
  .transform((text) => new URL(text))

const secrets = z
  .string()
  .transform((text) => text.split(',').map((secret) => secret.trim()))
  .pipe(
    z.tuple(
      [z.string().min(32, 'needs at least 32 characters')],
      z.string().min(32, 'needs at least 32 characters for each of the comma separated secrets'),
    ),
  )

const schema = z.object({
  [environment.name]: z.string().min(1).default('local'),
  [environment.release]: z.string().min(1).default('development'),
  [environment.host]: z.string().min(1).default('127.0.0.1'),
  [environment.port]: z.coerce.number().int().min(0).max(65535).default(parts.web.port),
  [environment.logLevel]: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info'),
  [environment.publicOrigin]: origin,
  [environment.oidcIssuer]: origin,
  [environment.oidcAudience]: z.string().min(1).optional(),
  [webEnvironment.apiOrigin]: origin,
  [webEnvironment.oidcClientId]: z.string().min(1),
  [webEnvironment.oidcClientSecret]: z.string().min(1),
  [webEnvironment.sessionSecrets]: secrets,
})

/**
 * Reads the configuration from environment variables (names: `api/contract.ts`).
 *
 * @throws Error that names every variable at fault and what is wrong with it; values are not quoted, as some are
 *   secrets.
 */
export function parseWebConfig(variables: NodeJS.ProcessEnv): WebConfig {
  const parsed = schema.safeParse(variables)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ code, path, message }) => {
      const name = String(path[0])
      const isMissing = code === 'invalid_type' && variables[name] === undefined
      return `  ${name}: ${isMissing ? 'is missing' : message}`
    })
    throw new Error(`The storefront's environment has faults; set these variables:\n${faults.join('\n')}`)
  }
  const given = parsed.data
  return {
    environmentName: given.KONTOR_ENVIRONMENT,
    release: given.KONTOR_RELEASE,
    host: given.HOST,
    port: given.PORT,
    logLevel: given.LOG_LEVEL,
    apiOrigin: given.API_ORIGIN,
    publicOrigin: given.PUBLIC_ORIGIN,
    oidc: {
      issuer: given.OIDC_ISSUER,
      clientId: given.OIDC_CLIENT_ID,
      clientSecret: given.OIDC_CLIENT_SECRET,
      audience: given.OIDC_AUDIENCE,
    },
    sessionSecrets: given.SESSION_SECRETS,
  }
}
