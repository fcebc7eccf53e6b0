/** First port of the environment that integration tests start; away from the shop's, so that both can run. */
export const testPortBase = 4500

/** How many test runs can be under way at the same time. */
export const mostRuns = 5

/** Database that is migrated once a run; tests clone it. */
export const templateDatabase = 'kontor_template'

/** What the names of cloned databases begin with. */
export const testDatabasePrefix = 'kontor_test_'

/** First port of the whole shop that browser tests start; after those of `mostRuns` environments. */
export const shopPortBase = 4800

/** How far above a run's own ports the environment lies that it kills and recovers; beyond those of all runs. */
export const recoveryPortOffset = mostRuns * 30
