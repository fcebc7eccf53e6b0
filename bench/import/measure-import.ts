import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { environment } from '../../api/contract.ts'
import { cpuSeconds } from '../process.ts'
import { clusterCpuSeconds } from './database.ts'

export interface ImportMeasurement {
  readonly name: string
  readonly rows: number
  readonly seconds: number
  readonly importerCpuSeconds: number
  readonly databaseCpuSeconds: number
  /** The kernel's own high-water mark (VmHWM). */
  readonly peakMebibytes: number
  /** Last line of its output. */
  readonly said: string
}

const sampleMilliseconds = 100

/** Runs `npm run import` as a process of its own. @throws if it does not import everything */
export async function measureImport(options: {
  readonly name: string
  readonly rows: number
  readonly file: string
  readonly databaseUrl: string
  readonly primary: number
}): Promise<ImportMeasurement> {
  const before = await clusterCpuSeconds(options.primary)
  const started = performance.now()
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=160', '--max-semi-space-size=8', 'api/catalog/import/main.ts', options.file],
    {
      env: { PATH: process.env['PATH'], [environment.databaseDirectUrl]: options.databaseUrl },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const ended = once(child, 'exit')
  const { pid } = child
  if (pid === undefined) throw new Error('The importer could not be started.')
  let importerCpuSeconds = 0
  let peakMebibytes = 0
  const sampling = setInterval(() => {
    void cpuSeconds(pid).then(
      (seconds) => (importerCpuSeconds = seconds),
      () => undefined,
    )
    void highWaterMark(pid).then(
      (mebibytes) => (peakMebibytes = mebibytes),
      () => undefined,
    )
  }, sampleMilliseconds)
  const [code] = (await ended) as [number | null]
  clearInterval(sampling)
  const seconds = (performance.now() - started) / 1000
  if (code !== 0) throw new Error(`The import ended with the exit code ${String(code)}: ${output}`)
  const databaseCpuSeconds = (await clusterCpuSeconds(options.primary)) - before
  const said = output.trim().split('\n').at(-1) ?? ''
  return { ...options, seconds, importerCpuSeconds, databaseCpuSeconds, peakMebibytes, said }
}

async function highWaterMark(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024
}
