import { AsyncLocalStorage } from 'node:async_hooks'
import type { Requirement, Snapshot } from './snapshot.ts'

/** Whoever wants to know what the statements within some work could see. */
export interface ReadScope {
  /** True: statements bring their snapshot; false: it is enough to know that there was one. */
  readonly wantsSnapshots: boolean
  /** What readings must show; replicas that do not are passed over. */
  readonly mustShow: Requirement | undefined
  /** @param snapshot undefined if none is wanted, or there is none: a source other than the database was read */
  note(snapshot: Snapshot | undefined): void
}

// Not passed explicitly: catalogue adapters below a cached load need not know that they are cached.
const storage = new AsyncLocalStorage<ReadScope | undefined>()

/** Runs `work`; every statement in it is noted in `scope`, and in no scope around it. */
export function withReadScope<T>(scope: ReadScope, work: () => T): T {
  return storage.run(scope, work)
}

/** Runs `work` outside of every scope, e.g. a reading that belongs to the process and not to whoever happens to wait. */
export function withoutReadScope<T>(work: () => T): T {
  return storage.run(undefined, work)
}

export function currentReadScope(): ReadScope | undefined {
  return storage.getStore()
}
