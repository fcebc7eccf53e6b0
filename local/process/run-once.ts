import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Complaint } from '../complaint.ts'
import { type Command, end, launch } from './launch.ts'
import { forgetProcess, recordProcess } from './records.ts'
import type { Surroundings } from './supervise.ts'

/**
 * Runs a process to its end, with its output in a log.
 * @throws Complaint with the end of its output, when it fails or everything is to stop.
 */
export async function runOnce(
  command: Command & { readonly name: string },
  surroundings: Surroundings,
): Promise<void> {
  const { name } = command
  const file = join(surroundings.logFolder, `${name}.log`)
  const log = createWriteStream(file, { flags: 'a' })
  const running = launch(command, log)
  const stop = () => {
    void end(running, command)
  }
  surroundings.stopping.addEventListener('abort', stop, { once: true })
  try {
    if (running.pid !== undefined) {
      await recordProcess(surroundings.dataFolder, name, { pid: running.pid, stopSignal: command.stopSignal })
    }
    const reason = await running.ended
    if (reason !== 'exit code 0')
      throw new Complaint(`${name} failed (${reason}); ${file} ends:\n${running.lastOutput()}`)
  } finally {
    surroundings.stopping.removeEventListener('abort', stop)
    log.end()
    await forgetProcess(surroundings.dataFolder, name)
  }
}
