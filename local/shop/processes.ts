import { get } from 'node:http'
import { paths } from '../../api/contract.ts'
import { checkoutFolder } from '../checkout.ts'
import type { Foundation } from '../environment.ts'
import type { PartSpecification } from '../process/supervise.ts'
import { applicationVariables, identityVariables, proxyVariables, webVariables } from './variables.ts'

/** A drain on AWS may last up to `drainSeconds`; at a console nobody waits that long. */
const stopSeconds = 5

/** The API's processes. */
export function apiProcesses(foundation: Foundation): PartSpecification[] {
  return foundation.ports.api.map((port, index) =>
    nodeProcess({
      name: `api-${String(index + 1)}`,
      entry: 'api/main.ts',
      environment: applicationVariables(foundation, port),
      heapMegabytes: 192,
      isReady: async () => await answersOk(port, paths.ready),
    }),
  )
}

/** The process of the outbox relay and the jobs. */
export function workerProcess(foundation: Foundation): PartSpecification {
  const port = foundation.ports.worker
  return nodeProcess({
    name: 'worker',
    entry: 'api/worker.ts',
    environment: applicationVariables(foundation, port),
    heapMegabytes: 128,
    isReady: async () => await answersOk(port, paths.ready),
  })
}

/** The storefront's process. */
export function webProcess(foundation: Foundation): PartSpecification {
  const port = foundation.ports.web
  return nodeProcess({
    name: 'web',
    entry: 'web/server.ts',
    environment: webVariables(foundation),
    heapMegabytes: 192,
    isReady: async () => await answersOk(port, paths.ready),
  })
}

/** The identity provider's process. */
export function identityProcess(foundation: Foundation): PartSpecification {
  const port = foundation.ports.identity
  return nodeProcess({
    name: 'identity',
    entry: 'local/identity/main.ts',
    environment: identityVariables(foundation),
    heapMegabytes: 96,
    isReady: async () => await answersOk(port, paths.health),
  })
}

/** The reverse proxy's process. */
export function proxyProcess(foundation: Foundation): PartSpecification {
  const port = foundation.ports.proxy
  return nodeProcess({
    name: 'proxy',
    entry: 'local/proxy/main.ts',
    environment: proxyVariables(foundation),
    heapMegabytes: 128,
    // It hides its targets' health from outside, but answers.
    isReady: async () => (await statusOf(port, paths.health)) === 404,
  })
}

interface NodeProcess {
  readonly name: string
  /** Path of the process file, from the checkout's root. */
  readonly entry: string
  readonly environment: NodeJS.ProcessEnv
  readonly heapMegabytes: number
  readonly isReady: () => Promise<boolean>
}

function nodeProcess({ name, entry, environment, heapMegabytes, isReady }: NodeProcess): PartSpecification {
  return {
    name,
    command: process.execPath,
    args: [`--max-old-space-size=${String(heapMegabytes)}`, entry],
    environment,
    folder: checkoutFolder,
    // From a keyboard: the proxy has stopped before, so there is no load balancer to be told of a drain.
    stopSignal: 'SIGINT',
    stopSeconds,
    readySeconds: 60,
    isReady,
  }
}

async function answersOk(port: number, path: string): Promise<boolean> {
  return (await statusOf(port, path)) === 200
}

async function statusOf(port: number, path: string): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>()
  const request = get({ host: '127.0.0.1', port, path, agent: false, timeout: 2_000 }, (response) => {
    response.resume()
    resolve(response.statusCode)
  })
  request.on('timeout', () => request.destroy(new Error('time-out')))
  request.on('error', reject)
  return await promise
}
