import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database, Queryable } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { publish } from '../../events/outbox.ts'
import { remoteCatalog } from '../../resilience/settings.ts'
import {
  categoryTag,
  coalesceTags,
  collectionTag,
  listTag,
  productTag,
  wholeCatalogTag,
} from '../catalog-tags.ts'
import { type RemoteClient, RemoteRefusal } from './client.ts'
import { type ChangesAnswer, changesAnswer, errorCodes, remotePaths } from './protocol.ts'

export interface RemoteFeed {
  /** Address of the remote system; under it the cursor is kept. */
  readonly url: string
  readonly client: RemoteClient
  /** Ids under which cached values know products that the remote system names. */
  readonly productIds: (remoteIds: readonly string[]) => Promise<readonly string[]>
}

/** Own ids of products that the remote system describes; what is not sold here is in no cache. Index: product_external_id_key. */
export async function ownProductIds(database: Database, remoteIds: readonly string[]): Promise<string[]> {
  if (remoteIds.length === 0) return []
  const rows = await database.readLatest<{ id: string }>(sql('own_product_ids')`
    select id::text as id from product where external_id = any (${remoteIds}::text[])`)
  return rows.map(({ id }) => id)
}

/**
 * Reads what has changed in the remote catalogue since it was last asked and announces it, so that every cache hears
 * of it. Several workers may do so at a time: whoever moves the cursor announces, the others do nothing.
 *
 * @returns whether there is more to read at once
 * @throws CatalogUnavailable
 */
export async function readRemoteChanges(feed: RemoteFeed, database: Database): Promise<boolean> {
  const { url } = feed
  const [known] = await database.readLatest<{ cursor: string }>(sql('remote_feed')`
    select cursor from remote_catalogue_feed where url = ${url}`)
  if (known === undefined) {
    // Nothing that is cached can be older than this: whoever starts with a remote catalogue starts with empty caches.
    const { cursor } = await ask(feed, undefined)
    await database.transaction((transaction) =>
      transaction.query(sql('remote_feed_begin')`
        insert into remote_catalogue_feed (url, cursor) values (${url}, ${cursor}) on conflict do nothing`),
    )
    return false
  }
  const answer = await askOrStartOver(feed, known.cursor)
  if (answer.cursor === known.cursor) return false
  const tags = await tagsOf(feed, answer.changes)
  await database.transaction(async (transaction) => {
    if (await moveCursor(transaction, url, known.cursor, answer.cursor)) {
      if (tags.length > 0) await publish(transaction, 'catalog.changed', { tags })
    }
  })
  return answer.has_more
}

async function moveCursor(transaction: Queryable, url: string, from: string, to: string): Promise<boolean> {
  const moved = await transaction.query(sql('remote_feed_move')`
    update remote_catalogue_feed set cursor = ${to}, read_at = now()
    where url = ${url} and cursor = ${from} returning url`)
  return moved.length > 0
}

function ask({ client }: RemoteFeed, since: string | undefined): Promise<ChangesAnswer> {
  return client.ask({
    path: remotePaths.changes,
    parameters: since === undefined ? [] : [['since', since]],
    decode: (body) => changesAnswer.parse(body),
  })
}

/** A cursor that the remote system has forgotten means that anything may have changed. */
async function askOrStartOver(feed: RemoteFeed, since: string): Promise<ChangesAnswer> {
  try {
    return await ask(feed, since)
  } catch (error) {
    if (!(error instanceof RemoteRefusal) || error.code !== errorCodes.unknownCursor) throw error
    const { cursor } = await ask(feed, undefined)
    return { changes: [{ kind: 'everything' }], cursor, has_more: false }
  }
}

async function tagsOf({ productIds }: RemoteFeed, changes: ChangesAnswer['changes']): Promise<string[]> {
  if (changes.length === 0) return []
  const remoteIds = changes.flatMap((change) => (change.kind === 'product' ? [change.id] : []))
  const products = (await productIds(remoteIds)).map(productTag)
  const others = changes.flatMap((change) => {
    switch (change.kind) {
      case 'product':
        return []
      case 'category':
        return [categoryTag(change.id)]
      case 'collection':
        return [collectionTag(change.id)]
      case 'everything':
        return [wholeCatalogTag]
    }
  })
  return coalesceTags([...products, ...others, listTag])
}

/** Reads the feed until the signal is aborted; resolves when the round that runs then is done. */
export async function runRemoteChanges(
  feed: RemoteFeed,
  { database, log }: { readonly database: Database; readonly log: Logger },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const pause = await readRemoteChanges(feed, database).then(
      (hasMore) => (hasMore ? 0 : remoteCatalog.changesInterval),
      (error: unknown) => {
        log.warn({ err: error }, 'could not read the changes of the remote catalogue; trying again')
        return remoteCatalog.changesPause
      },
    )
    await delay(pause, undefined, { signal }).catch(() => undefined)
  }
}
