import type CachePolicy from 'http-cache-semantics'
import { LRUCache } from 'lru-cache'

/** An answer that the edge keeps. */
export interface KeptAnswer {
  /** RFC 9111 arithmetic over the headers that the process sent. */
  readonly policy: CachePolicy
  readonly status: number
  /** As it is sent to clients. */
  readonly body: Buffer
  /** Set by the edge, which then has compressed the body. */
  readonly encoding: 'br' | 'gzip' | undefined
  /** In lower case. */
  readonly tags: readonly string[]
}

/** The time from asking a process to keeping its answer, in which purges are noted. */
export interface Fill {
  /** Keeps the answer, unless one of its tags has been purged meanwhile. */
  keep(key: string, answer: KeptAnswer): 'kept' | 'purged'
  /** Ends it, whatever came of it. */
  end(): void
}

/** Answers by key, bounded by bytes; forgotten by tag. */
export interface KeptAnswers {
  get(key: string): KeptAnswer | undefined
  delete(key: string): void
  /** To be called before the process is asked. */
  beginFill(): Fill
  /** Forgets answers with one of the tags, in any case, also those on their way; returns how many were kept. */
  purge(tags: readonly string[]): number
}

/** For an answer's place in the maps and its headers, besides its body. */
const overheadBytes = 1_000

export function createKeptAnswers(limitBytes: number): KeptAnswers {
  const keysByTag = new Map<string, Set<string>>()
  const fills = new Set<Set<string>>()
  const answers = new LRUCache<string, KeptAnswer>({
    maxSize: limitBytes,
    sizeCalculation: ({ body }) => body.length + overheadBytes,
    dispose: ({ tags }, key) => {
      for (const tag of tags) forget(tag, key)
    },
  })

  function forget(tag: string, key: string): void {
    const keys = keysByTag.get(tag)
    keys?.delete(key)
    if (keys?.size === 0) keysByTag.delete(tag)
  }

  function keep(key: string, answer: KeptAnswer): void {
    // First out, then in: what is disposed of must not take the new answer's tags along.
    answers.delete(key)
    answers.set(key, answer, { ttl: answer.policy.timeToLive() })
    if (!answers.has(key)) return
    for (const tag of answer.tags) {
      const keys = keysByTag.get(tag) ?? new Set()
      keysByTag.set(tag, keys.add(key))
    }
  }

  return {
    get: (key) => answers.get(key),
    delete: (key) => void answers.delete(key),
    beginFill() {
      const purged = new Set<string>()
      fills.add(purged)
      return {
        keep(key, answer) {
          // The process may have read before the change and answer after its purge: that answer would stay.
          if (answer.tags.some((tag) => purged.has(tag))) return 'purged'
          keep(key, answer)
          return 'kept'
        },
        end: () => void fills.delete(purged),
      }
    },
    purge(tags) {
      const lower = tags.map((tag) => tag.toLowerCase())
      const keys = new Set(lower.flatMap((tag) => [...(keysByTag.get(tag) ?? [])]))
      for (const key of keys) answers.delete(key)
      for (const purged of fills) for (const tag of lower) purged.add(tag)
      return keys.size
    },
  }
}
