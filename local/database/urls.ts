import type { Ports } from '../ports.ts'
import type { Secrets } from '../secrets.ts'

/** Addresses under which processes reach one database. */
export interface DatabaseUrls {
  /** The primary, behind the pooler where there is one. */
  readonly writer: string
  /** The replicas, behind poolers where there are some. */
  readonly readers: readonly string[]
  /** The primary without a pooler: migrations, LISTEN, COPY. */
  readonly direct: string
}

/** Addresses of a database for its owner, `kontor`. */
export function databaseUrls(
  database: string,
  ports: Ports,
  secrets: Secrets,
  hasPooler: boolean,
): DatabaseUrls {
  const url = (port: number) =>
    `postgres://kontor:${secrets.databaseOwner}@127.0.0.1:${String(port)}/${database}`
  return {
    writer: url(hasPooler ? ports.poolers.primary : ports.primary),
    readers: (hasPooler ? ports.poolers.replicas : ports.replicas).map(url),
    direct: url(ports.primary),
  }
}
