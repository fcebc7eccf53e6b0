import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { Database } from './database/database.ts'
import { withoutReadScope } from './database/read-scope.ts'
import { sql } from './database/statement.ts'
import { featureFlags as settings } from './resilience/settings.ts'

/** Switches that change the shop without a release; kept in the table feature_flag, adapters may come. */
export interface FeatureFlags {
  /**
   * @param name e.g. `related-products`; an unknown flag is off
   * @param subject whom a partial roll-out is decided for; the same subject always gets the same answer
   */
  isEnabled(name: string, subject: string): Promise<boolean>
}

interface FlagRow {
  readonly name: string
  readonly enabled: boolean
  readonly rollout_percentage: number
}

/**
 * Flags of the database, read again every few seconds. While the database is away the last known ones hold; before
 * the first answer all are off.
 */
export function createFeatureFlags(database: Database, log: Logger, clock: () => Date): FeatureFlags {
  let flags: ReadonlyMap<string, FlagRow> = new Map()
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined

  async function read(): Promise<void> {
    try {
      // The flags are the process's; the request that happens to renew them is not made of them.
      const rows = await withoutReadScope(() =>
        database.read<FlagRow>(sql('feature_flags')`
        select name, enabled, rollout_percentage from feature_flag`),
      )
      flags = new Map(rows.map((row) => [row.name, row]))
    } catch (error) {
      log.warn({ err: error }, 'feature flags could not be read; the last known ones hold')
    }
    // After a failure too, so that a database in trouble is not asked by every request.
    readAt = clock().getTime()
  }

  return {
    async isEnabled(name, subject) {
      if (clock().getTime() - readAt >= settings.cachedFor) {
        reading ??= read().finally(() => {
          reading = undefined
        })
        // Only the first answer is waited for; later ones come in the background.
        if (readAt === Number.NEGATIVE_INFINITY) await reading
      }
      const flag = flags.get(name)
      return flag?.enabled === true && bucketOf(name, subject) < flag.rollout_percentage
    },
  }
}

/** 0 to 99, evenly; differs between flags, so that the same clients are not always the first ones. */
function bucketOf(name: string, subject: string): number {
  return createHash('sha256').update(`${name}\n${subject}`).digest().readUInt32BE(0) % 100
}
