import type { ServiceLevel } from '../release/service-level.ts'

/** What callers of the API may expect. */
export const serviceLevel: ServiceLevel = { errorPercent: 1, latencySeconds: 1 }
