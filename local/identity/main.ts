import { z } from 'zod'
import { environment, webEnvironment } from '../../api/contract.ts'
import { readSigningKeys } from './keys.ts'
import { createProvider } from './provider.ts'
import { createIdentityServer } from './server.ts'

const config = z
  .object({
    [environment.host]: z.string().default('127.0.0.1'),
    [environment.port]: z.coerce.number().int(),
    [environment.oidcIssuer]: z.url(),
    [environment.publicOrigin]: z.url(),
    [webEnvironment.oidcClientId]: z.string(),
    [webEnvironment.oidcClientSecret]: z.string(),
    IDENTITY_KEYS: z.string(),
  })
  .parse(process.env)

const provider = createProvider({
  issuer: config.OIDC_ISSUER,
  shopOrigin: config.PUBLIC_ORIGIN,
  clientId: config.OIDC_CLIENT_ID,
  clientSecret: config.OIDC_CLIENT_SECRET,
  keys: await readSigningKeys(config.IDENTITY_KEYS),
})
const server = createIdentityServer(provider)
server.listen(config.PORT, config.HOST)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    server.close()
    server.closeAllConnections()
  })
}
