import { type DestinationStream, type Logger, pino } from 'pino'
import type { Config } from '../config.ts'

/**
 * Fields that are never written, wherever somebody logs an object that has them: secrets, and what tells who a
 * shopper is (GDPR art. 25). One level of nesting is covered; log facts, not whole objects.
 */
const personalOrSecret = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'clientSecret',
  'email',
  'name_on_card',
  'address',
  'deliveryAddress',
  'street',
  'postalCode',
  'variables',
  'connectionString',
]

/** JSON lines on standard output, or on `destination`. Every line tells environment and release. */
export function createLog(
  config: Pick<Config, 'environmentName' | 'release' | 'logLevel'>,
  destination?: DestinationStream,
): Logger {
  const options = {
    level: config.logLevel,
    base: { environment: config.environmentName, release: config.release },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: personalOrSecret.flatMap((field) => [
        field,
        `*.${field}`,
        `headers.${field}`,
        `*.headers.${field}`,
      ]),
      censor: '(hidden)',
    },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}
