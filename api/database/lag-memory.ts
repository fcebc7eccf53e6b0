import { databaseRead } from '../resilience/settings.ts'
import { meets, type Requirement, type Snapshot } from './snapshot.ts'

/** Remembers for a moment which replicas did not show what they should, so that not every reading asks them in vain. */
export interface LagMemory {
  /** False: a moment ago the node did not. */
  mayShow(node: string, required: Requirement): boolean
  fellShort(node: string, snapshot: Snapshot): void
}

/** @param monotonic milliseconds, never set back */
export function createLagMemory(monotonic: () => number): LagMemory {
  const lagging = new Map<string, { readonly snapshot: Snapshot; readonly at: number }>()
  return {
    mayShow(node, required) {
      const last = lagging.get(node)
      if (last === undefined || monotonic() - last.at >= databaseRead.lagRemembered) return true
      return meets(last.snapshot, required)
    },
    fellShort(node, snapshot) {
      lagging.set(node, { snapshot, at: monotonic() })
    },
  }
}
