import type { Cache } from '../../api/cache/cache.ts'

/** A cache that never has anything, for the rate that the source gives by itself. */
export function createNoCache(): Cache {
  const nothing = { parts: [], epoch: 0, freshUntil: null }
  return {
    getOrLoad: (_request, load) => load(),
    async getOrLoadMany(request, load) {
      const ids = [...new Set(request.ids)]
      const values = await load(ids)
      const byId = new Map(ids.map((id, index) => [id, values[index]] as const))
      return request.ids.map((id) => byId.get(id) as (typeof values)[number])
    },
    collect: async (work) => ({
      value: await work(),
      provenance: nothing,
      tags: [],
      uncacheable: 'nothing is cached in this process',
    }),
    entries: {
      lookupInMemory: () => undefined,
      lookup: () => Promise.resolve(undefined),
      store: () => undefined,
      async getOrMake(_key, make) {
        const made = await make()
        if ('uncacheable' in made) return made
        const now = Date.now()
        const entry = { ...made, tags: [], storedAt: now, freshUntil: now, staleUntil: now, errorUntil: now }
        return { entry, verdict: 'fresh', level: 'made' }
      },
    },
    inspection: {
      state: () => ({
        position: undefined,
        epoch: undefined,
        heardAgo: Number.POSITIVE_INFINITY,
        leaseMilliseconds: 0,
        rememberedTags: 0,
        memory: { entries: 0, bytes: 0, limitBytes: 0 },
      }),
      explain: () => Promise.resolve([]),
      keysOfTag: () => Promise.resolve([]),
      topTags: () => [],
    },
    invalidate: () => Promise.resolve(),
    catchUp: () => Promise.resolve(),
    settle: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}
