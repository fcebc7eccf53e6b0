import type { TestProject } from 'vitest/node'
import { databaseUrls } from '../local/database/urls.ts'
import { signInCallback, storefrontClientId } from '../local/identity/contract.ts'
import { createProgress } from '../local/report/progress.ts'
import { startShop } from '../local/shop/start-shop.ts'
import { issuer, shopOrigin } from '../local/shop/variables.ts'
import { shopPortBase } from './local-names.ts'
import type { IdentityProvider } from './sign-in.ts'

/** What browser tests get by `inject('shop')`. */
export interface RunningShop {
  /** Address that a shopper uses. */
  readonly origin: string
  /** Holds logs, mails, and in `run/` the process ids of the parts. */
  readonly dataFolder: string
  /** `postgres://…` of the primary. */
  readonly databaseUrl: string
  readonly identity: IdentityProvider
}

declare module 'vitest' {
  export interface ProvidedContext {
    shop: RunningShop
  }
}

/** vitest's globalSetup of the project `browser`: the whole shop, as `npm start -- --fresh` starts it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stopping = new AbortController()
  const shop = await startShop({
    portBase: shopPortBase,
    dataFolder: '.local/test-shop',
    fresh: true,
    variables: process.env,
    progress: createProgress((line) => console.log(line), true),
    signal: stopping.signal,
  })
  const { ports, secrets, surroundings, tools } = shop.foundation
  project.provide('shop', {
    origin: shopOrigin(ports),
    dataFolder: surroundings.dataFolder,
    databaseUrl: databaseUrls('kontor', ports, secrets, tools.has('pgbouncer')).direct,
    identity: {
      issuer: issuer(ports),
      clientId: storefrontClientId,
      clientSecret: secrets.identityClient,
      redirectUri: signInCallback(shopOrigin(ports)),
    },
  })
  return () => shop.stop()
}
