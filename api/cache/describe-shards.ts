import type { Cluster } from 'ioredis'

/** One master of the cache's cluster, as it describes itself. */
export interface Shard {
  /** `host:port`. */
  readonly address: string
  readonly keys: number
  readonly usedBytes: number
  /** 0: without a limit. */
  readonly limitBytes: number
  /** Keys thrown out for lack of memory since the node started. */
  readonly evicted: number
}

export interface LostShard {
  readonly address: string
  readonly fault: string
}

/** Asks every master that this process knows of; one that does not answer is described by its fault. */
export function describeShards(cluster: Cluster): Promise<(Shard | LostShard)[]> {
  return Promise.all(
    cluster.nodes('master').map(async (node) => {
      const { host = '', port = 0 } = node.options
      const address = `${host}:${port}`
      try {
        const [keys, facts] = await Promise.all([node.dbsize(), node.info()])
        const fact = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(facts)?.[1] ?? 0)
        return {
          address,
          keys,
          usedBytes: fact('used_memory'),
          limitBytes: fact('maxmemory'),
          evicted: fact('evicted_keys'),
        }
      } catch (error) {
        return { address, fault: error instanceof Error ? error.message : String(error) }
      }
    }),
  )
}
