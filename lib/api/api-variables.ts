import { environment as variables } from '../../api/contract.ts'
import type { CacheStack } from '../cache/cache-stack.ts'
import type { DatabaseStack } from '../database/database-stack.ts'
import type { EdgeStack } from '../edge/edge-stack.ts'
import type { Environment } from '../environments.ts'
import type { IdentityStack } from '../identity/identity-stack.ts'

/** What the application stands on, wherever it runs. */
export interface ApplicationParts {
  readonly environment: Environment
  readonly database: DatabaseStack
  readonly cache: CacheStack
  readonly identity: IdentityStack
  readonly edge: EdgeStack
}

/** The application's configuration: addresses and names. Passwords are fetched by it, from the secrets named here. */
export function applicationVariables(parts: ApplicationParts): Record<string, string> {
  const { environment, database, cache, identity, edge } = parts
  return {
    [variables.publicOrigin]: edge.origin,
    // CloudFront's VPC origin and the load balancer: both speak from addresses of the VPC.
    [variables.trustedProxies]: environment.network.cidr,
    [variables.databaseWriterUrl]: database.writerUrl,
    ...(database.readerUrls !== '' && { [variables.databaseReaderUrls]: database.readerUrls }),
    [variables.databaseSecretArn]: database.secret.secretArn,
    [variables.databaseTls]: 'verify-full',
    [variables.cacheNodes]: cache.nodes,
    [variables.cacheTls]: 'true',
    [variables.cacheSecretArn]: cache.secret.secretArn,
    [variables.oidcIssuer]: identity.issuer,
    [variables.oidcAudience]: identity.clientId,
    [variables.paymentProvider]: environment.payment,
  }
}
