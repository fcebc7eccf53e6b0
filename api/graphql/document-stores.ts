import { type DocumentNode, parse } from 'graphql'
import type { Cluster } from 'ioredis'
import { LRUCache } from 'lru-cache'
import type { ShardBreakers } from '../cache/shard-breakers.ts'
import type { AdmissionStep } from './admission-plugin.ts'
import { clientError } from './client-errors.ts'
import type { TrustedDocuments } from './trusted-documents.ts'

/** Apollo's interface of a cache, as far as it is used. */
interface Store<Value> {
  get(key: string): Promise<Value | undefined>
  set(key: string, value: Value): Promise<void>
  delete(key: string): Promise<boolean>
}

/** Documents kept in memory besides the trusted ones, so that nobody can fill it with inventions. */
const mostDocuments = 1_000
/** Longer documents are executed but not kept for others. */
const longestKeptDocument = 10_000
/** Automatic persisted queries are for a client's session; registering again costs one request. */
const keptSeconds = 86_400

// Apollo puts prefixes before the hash (`apq:`, a schema hash).
const hashOf = (key: string) => key.slice(key.lastIndexOf(':') + 1)

/**
 * Texts by hash, for requests that bring only the hash: trusted ones from memory, others (unless `only`) as clients
 * have registered them, shared through the cache's cluster.
 */
export function createPersistedTexts(
  trusted: TrustedDocuments,
  only: boolean,
  cluster: Cluster,
  onShard: ShardBreakers,
): Store<string> {
  const recent = new LRUCache<string, string>({ max: mostDocuments })
  const clusterKey = (hash: string) => `document:${hash}`

  async function fromCluster(hash: string): Promise<string | undefined> {
    try {
      return (await onShard(clusterKey(hash), () => cluster.get(clusterKey(hash)))) ?? undefined
    } catch {
      // The client is told that the document is unknown, and sends it again.
      return undefined
    }
  }

  return {
    async get(key) {
      const hash = hashOf(key)
      const known = trusted.text(hash) ?? recent.get(hash)
      if (known !== undefined || only || !/^[0-9a-f]{64}$/.test(hash)) return known
      const text = await fromCluster(hash)
      if (text !== undefined) recent.set(hash, text)
      return text
    },
    async set(key, text) {
      const hash = hashOf(key)
      if (only || trusted.has(hash) || text.length > longestKeptDocument) return
      recent.set(hash, text)
      await onShard(clusterKey(hash), () => cluster.set(clusterKey(hash), text, 'EX', keptSeconds))
    },
    delete: (key) => Promise.resolve(recent.delete(hashOf(key))),
  }
}

const refusal = parse('{ __typename }')

/**
 * Parsed documents by hash. With `only`, unknown ones are answered with a document that asks nothing, before Apollo
 * parses or validates what the client sent: validation messages would tell the schema (clairvoyance). The first
 * admission step then refuses them.
 */
export function createDocumentStore(trusted: TrustedDocuments, only: boolean): Store<DocumentNode> {
  const parsed = new LRUCache<string, DocumentNode>({ max: mostDocuments })
  return {
    get: (key) => Promise.resolve(only && !trusted.has(hashOf(key)) ? refusal : parsed.get(hashOf(key))),
    set: (key, document) => {
      parsed.set(hashOf(key), document)
      return Promise.resolve()
    },
    delete: (key) => Promise.resolve(parsed.delete(hashOf(key))),
  }
}

/** Refuses operations that are not registered, where only registered ones are allowed. Must be the first step. */
export function requireTrusted(trusted: TrustedDocuments, only: boolean): AdmissionStep {
  return ({ queryHash }) => {
    if (!only || trusted.has(queryHash)) return
    throw clientError(
      'DOCUMENT_NOT_TRUSTED',
      403,
      `The operation ${queryHash} is not registered here. Send the hash of a registered one.`,
    )
  }
}
