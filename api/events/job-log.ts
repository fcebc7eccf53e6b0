import { Logger, type LogLevel } from 'graphile-worker'
import type { Logger as Log } from 'pino'

/** Levels of our log by those of the job runner; that a job was done is no news. */
const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const satisfies Record<
  `${LogLevel}`,
  string
>

/** Lets the job runner write into the process's log. */
export function jobLog(log: Log): Logger {
  return new Logger((scope) => (level, message) => {
    log[levels[level]]({ job: scope.taskIdentifier, jobId: scope.jobId }, message)
  })
}
