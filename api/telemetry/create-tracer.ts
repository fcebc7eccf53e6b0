import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { createNoTracer } from './no-tracer.ts'
import type { Tracer } from './tracer.ts'

/** The tracer that the configuration asks for. Its SDK is loaded only then: both are large, and Lambda starts often. */
export async function createTracer(
  { tracer, environmentName, release }: Config,
  log: Logger,
): Promise<Tracer> {
  switch (tracer.kind) {
    case 'none':
      return createNoTracer()
    case 'otlp': {
      const { createOtlpTracer } = await import('./otlp-tracer.ts')
      return createOtlpTracer({ endpoint: tracer.endpoint, environmentName, release, log })
    }
    case 'xray': {
      const { createXrayTracer } = await import('./xray-tracer.ts')
      return createXrayTracer({ daemonAddress: tracer.daemonAddress, environmentName, release, log })
    }
    default:
      return tracer satisfies never
  }
}
