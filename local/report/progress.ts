/** Tells the person at the console what is going on. */
export interface Progress {
  /** An event: a crash, a restart, a fetched tool. */
  tell(line: string): void
  /** A part of the start: one line with its seconds when done, and one before when it takes long. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>
}

/** A step that takes longer says that it is under way. */
const longMilliseconds = 3_000

/**
 * Progress as lines of text.
 * @param showSteps False: only events.
 */
export function createProgress(write: (line: string) => void, showSteps: boolean): Progress {
  const writeStep = (line: string) => {
    if (showSteps) write(line)
  }
  return {
    tell: (line) => {
      write(`${new Date().toTimeString().slice(0, 8)}  ${line}`)
    },
    step: async (name, work) => {
      const startedAt = performance.now()
      const notice = setTimeout(() => {
        writeStep(`  …  ${name}`)
      }, longMilliseconds)
      try {
        const result = await work()
        writeStep(`  ${formatSeconds(performance.now() - startedAt)}  ${name}`)
        return result
      } finally {
        clearTimeout(notice)
      }
    },
  }
}

/** E.g. ` 2.1 s`, aligned for up to 999 s. */
export function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1).padStart(5)} s`
}
