import { join } from 'node:path'
import { checkoutFolder } from '../checkout.ts'

/** A program that npm does not ship. */
export interface Tool {
  readonly name: 'redis' | 'pgbouncer'
  /** What it is for, as shown to people. */
  readonly purpose: string
  /** Environment variable that names the program. */
  readonly variable: string
  /** Names looked for on the PATH, in this order. */
  readonly commands: readonly string[]
  /** Debian and Ubuntu packages that hold it; the first one that the system's release has is taken. */
  readonly packages: readonly ToolPackage[]
  /** Finds the major version in the answer to `--version`; another program's answer does not match. */
  readonly version: RegExp
  /** Lowest usable major version. */
  readonly minimumMajor: number
  readonly homebrew: string
}

/** A Debian package with the tool in it. */
export interface ToolPackage {
  readonly name: string
  /** Path of the program in the package. */
  readonly program: string
  /** Name by which the program must be called. */
  readonly command: string
}

/** Where fetched tools lie, below the checkout, so that `--fresh` and several data folders share them. */
export const toolsFolder = join(checkoutFolder, '.local', 'tools')

/** A Redis or Valkey server. The server is the same file as the RDB checker, which spares the package with the service. */
export const redis: Tool = {
  name: 'redis',
  purpose: 'the cache cluster',
  variable: 'REDIS_SERVER',
  commands: ['valkey-server', 'redis-server'],
  packages: [
    { name: 'redis-tools', program: 'usr/bin/redis-check-rdb', command: 'redis-server' },
    { name: 'valkey-tools', program: 'usr/bin/valkey-check-rdb', command: 'valkey-server' },
  ],
  version: /^(?:Redis|Valkey) server v=(\d+)\./m,
  minimumMajor: 6,
  homebrew: 'valkey',
}

/** Connection pooler, in transaction mode as RDS Proxy works. */
export const pgbouncer: Tool = {
  name: 'pgbouncer',
  purpose: 'pooling database connections',
  variable: 'PGBOUNCER',
  commands: ['pgbouncer'],
  packages: [{ name: 'pgbouncer', program: 'usr/sbin/pgbouncer', command: 'pgbouncer' }],
  version: /^PgBouncer (\d+)\./im,
  minimumMajor: 1,
  homebrew: 'pgbouncer',
}

/** One sentence that says how to get a tool that could be neither found nor fetched. */
export function remedy(tool: Tool, platform: NodeJS.Platform): string {
  const install =
    platform === 'darwin' ? `run brew install ${tool.homebrew}` : `install ${tool.commands.join(' or ')}`
  return `${install}, or name the program in ${tool.variable}, or fetch it with npm run setup on Debian or Ubuntu`
}
