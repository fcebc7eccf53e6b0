import { Writable } from 'node:stream'
import type { Logger } from 'pino'
import { createLog } from '../../../api/telemetry/log.ts'

export interface RecordedLog {
  readonly logger: Logger
  /** All lines so far, parsed. */
  readonly lines: Record<string, unknown>[]
  /** All lines so far, as they were written. */
  text(): string
}

/** The application's own logger, writing into memory. */
export function recordLog(): RecordedLog {
  const written: string[] = []
  const lines: Record<string, unknown>[] = []
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString())
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>)
      done()
    },
  })
  return {
    logger: createLog({ environmentName: 'test', release: 'test', logLevel: 'debug' }, destination),
    lines,
    text: () => written.join(''),
  }
}
