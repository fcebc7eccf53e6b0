import type { Logger } from 'pino'
import type { CatalogConfig } from '../config.ts'
import type { Database } from '../database/database.ts'
import type { Tracer } from '../telemetry/tracer.ts'
import type { CatalogSource } from './catalog-source.ts'
import { createComposedCatalog } from './composed/catalog.ts'
import { createHttpCatalog } from './http/catalog.ts'
import { createRemoteClient, type RemoteClient } from './http/client.ts'
import { createOwnOffers } from './composed/own-offers.ts'
import { createOwnRanking } from './composed/own-ranking.ts'
import { createPostgresCatalog } from './postgres/catalog.ts'
import { ownProductIds, type RemoteFeed } from './http/changes.ts'

interface Surroundings {
  readonly database: Database
  readonly log: Logger
  readonly tracer: Tracer
}

/** The catalogue that the configuration names, without a cache. */
export function createCatalogSource(config: CatalogConfig, surroundings: Surroundings): CatalogSource {
  const { database, log } = surroundings
  switch (config.source) {
    case 'postgres':
      return createPostgresCatalog(database)
    case 'http':
      return createHttpCatalog({ client: clientOf(config, surroundings), prices: 'remote', log })
    case 'composed':
      return createComposedCatalog({
        content: createHttpCatalog({ client: clientOf(config, surroundings), prices: 'own', log }),
        offers: createOwnOffers(database),
        ranking: createOwnRanking(database),
      })
  }
}

/** The change feed of the remote catalogue; undefined if there is none. */
export function createRemoteFeed(config: CatalogConfig, surroundings: Surroundings): RemoteFeed | undefined {
  if (config.source === 'postgres') return undefined
  return {
    url: config.url,
    client: clientOf(config, surroundings),
    productIds:
      config.source === 'composed'
        ? (remoteIds) => ownProductIds(surroundings.database, remoteIds)
        : (remoteIds) => Promise.resolve(remoteIds),
  }
}

function clientOf(
  { url, token }: Exclude<CatalogConfig, { source: 'postgres' }>,
  { log, tracer }: Surroundings,
): RemoteClient {
  return createRemoteClient({ baseUrl: url, token, log, tracer })
}
