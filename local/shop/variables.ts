import { join } from 'node:path'
import { environment, webEnvironment } from '../../api/contract.ts'
import { checkoutFolder } from '../checkout.ts'
import { databaseUrls } from '../database/urls.ts'
import type { Foundation } from '../environment.ts'
import { apiAudience, storefrontClientId } from '../identity/contract.ts'
import type { Ports } from '../ports.ts'
import { purgePath } from '../proxy/edge/purges.ts'

/** Variables that pass from the person's environment to the application: adapters and the amount of logging. */
const passedOn = [
  environment.logLevel,
  environment.tracer,
  environment.otlpEndpoint,
  environment.xrayDaemonAddress,
  environment.catalogSource,
  environment.catalogUrl,
  environment.catalogToken,
  environment.paymentProvider,
  environment.stripeSecretKey,
  environment.stripeWebhookSecret,
  environment.release,
] as const

/** Address that a browser uses. */
export function shopOrigin(ports: Ports): string {
  return `http://localhost:${String(ports.proxy)}`
}

/** Address of the identity provider; tokens name it, so browser and processes must use the same. */
export function issuer(ports: Ports): string {
  return `http://localhost:${String(ports.identity)}`
}

/** Folder of the drawn product pictures. */
export function picturesFolder(dataFolder: string): string {
  return join(dataFolder, 'pictures')
}

/** Variables of the API's processes and of the worker. */
export function applicationVariables(foundation: Foundation, port: number): NodeJS.ProcessEnv {
  const { ports, secrets, tools, surroundings } = foundation
  const database = databaseUrls('kontor', ports, secrets, tools.has('pgbouncer'))
  return {
    ...processVariables(foundation, port),
    [environment.mode]: 'development',
    [environment.databaseWriterUrl]: database.writer,
    [environment.databaseReaderUrls]: database.readers.join(','),
    [environment.databaseDirectUrl]: database.direct,
    [environment.databaseTls]: 'disable',
    [environment.cacheNodes]: ports.cache.map((node) => `127.0.0.1:${String(node)}`).join(','),
    [environment.cacheTls]: 'false',
    [environment.oidcIssuer]: issuer(ports),
    [environment.oidcAudience]: apiAudience,
    [environment.publicOrigin]: shopOrigin(ports),
    [environment.trustedProxies]: '127.0.0.1,::1',
    [environment.trustedDocuments]: join(checkoutFolder, 'web/generated/documents.json'),
    [environment.mailFolder]: join(surroundings.dataFolder, 'mail'),
    [environment.edgePurgeUrl]: `http://127.0.0.1:${String(ports.internal)}${purgePath}`,
  }
}

/** Variables of the storefront. */
export function webVariables(foundation: Foundation): NodeJS.ProcessEnv {
  const { ports, secrets } = foundation
  return {
    ...processVariables(foundation, ports.web),
    // React's development build is slow and chatty.
    NODE_ENV: 'production',
    // Past the edge, as on AWS: what a page is made of must be as new as the API knows it.
    [webEnvironment.apiOrigin]: `http://127.0.0.1:${String(ports.internal)}`,
    [webEnvironment.oidcClientId]: storefrontClientId,
    [webEnvironment.oidcClientSecret]: secrets.identityClient,
    [webEnvironment.sessionSecrets]: secrets.webSession,
    [environment.oidcIssuer]: issuer(ports),
    [environment.publicOrigin]: shopOrigin(ports),
  }
}

/** Variables of the identity provider. */
export function identityVariables(foundation: Foundation): NodeJS.ProcessEnv {
  const { ports, secrets, surroundings } = foundation
  return {
    ...processVariables(foundation, ports.identity),
    [environment.oidcIssuer]: issuer(ports),
    [environment.publicOrigin]: shopOrigin(ports),
    [webEnvironment.oidcClientId]: storefrontClientId,
    [webEnvironment.oidcClientSecret]: secrets.identityClient,
    IDENTITY_KEYS: join(surroundings.dataFolder, 'identity', 'keys.json'),
  }
}

/** Variables of the reverse proxy. */
export function proxyVariables(foundation: Foundation): NodeJS.ProcessEnv {
  const { ports, surroundings } = foundation
  const target = (port: number) => `127.0.0.1:${String(port)}`
  return {
    ...processVariables(foundation, ports.proxy),
    PROXY_API_TARGETS: ports.api.map(target).join(','),
    PROXY_WEB_TARGETS: target(ports.web),
    PROXY_PICTURES: picturesFolder(surroundings.dataFolder),
    PROXY_INTERNAL_PORT: String(ports.internal),
  }
}

function processVariables(foundation: Foundation, port: number): NodeJS.ProcessEnv {
  return {
    ...foundation.surroundings.inherited,
    ...Object.fromEntries(
      passedOn
        .filter((name) => foundation.variables[name] !== undefined)
        .map((name) => [name, foundation.variables[name]]),
    ),
    // Compiled code kept between starts halves the time to load.
    NODE_COMPILE_CACHE: join(foundation.surroundings.dataFolder, 'compile-cache'),
    [environment.name]: 'local',
    [environment.host]: '127.0.0.1',
    [environment.port]: String(port),
  }
}
