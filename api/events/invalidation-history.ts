import { cacheFence } from '../resilience/settings.ts'

/** How much of the stream is kept for processes that start: some minutes, and no more tags than they can read soon. */
export interface History {
  /** @param id of the entry in the stream */
  add(id: string, tags: number): void
  /** Id of the oldest entry to keep. */
  keepFrom(): string
}

/** @param monotonic milliseconds, never set back */
export function createHistory(monotonic: () => number): History {
  const entries: { readonly id: string; readonly at: number; readonly tags: number }[] = []
  let total = 0
  let isFull = false
  return {
    add(id, tags) {
      entries.push({ id, at: monotonic(), tags })
      total += tags
    },
    keepFrom() {
      const oldest = monotonic() - cacheFence.historySeconds * 1_000
      while (entries.length > 1 && ((entries[0]?.at ?? oldest) < oldest || total > cacheFence.historyTags)) {
        total -= entries.shift()?.tags ?? 0
        isFull = true
      }
      // What a relay before this one has sent stays for as long as this one's first entries.
      return isFull ? (entries[0]?.id ?? '0-0') : '0-0'
    },
  }
}
