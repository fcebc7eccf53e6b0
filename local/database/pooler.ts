import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Ports } from '../ports.ts'
import { becomeOrdinaryUser } from '../process/ordinary-user.ts'
import { type Part, type PartSpecification, superviseAll, type Surroundings } from '../process/supervise.ts'
import type { Secrets } from '../secrets.ts'
import type { FoundTool } from '../tools/find.ts'

/**
 * Starts a PgBouncer in front of each PostgreSQL node, in transaction mode, as RDS Proxy stands before Aurora with an
 * endpoint for writing and one for reading. One for each node, so that databases keep their names on replicas.
 */
export async function startPoolers(
  pgbouncer: FoundTool,
  ports: Ports,
  secrets: Secrets,
  surroundings: Surroundings,
): Promise<Part[]> {
  const ordinaryUser = await becomeOrdinaryUser()
  const folder = join(surroundings.dataFolder, 'pgbouncer')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const users = join(folder, 'users.txt')
  await writeFile(users, `"kontor" "${secrets.databaseOwner}"\n`, { mode: 0o600 })
  await Promise.all([folder, users].map(async (path) => ordinaryUser.own(path)))

  const nodes = [
    { name: 'pgbouncer-primary', port: ports.poolers.primary, target: ports.primary },
    { name: 'pgbouncer-replica-1', port: ports.poolers.replicas[0], target: ports.replicas[0] },
    { name: 'pgbouncer-replica-2', port: ports.poolers.replicas[1], target: ports.replicas[1] },
  ]
  const specifications = nodes.map(({ name, port, target }): PartSpecification => {
    const settings = join(folder, `${name}.ini`)
    return {
      name,
      ...ordinaryUser.wrap(pgbouncer.command, [settings]),
      user: ordinaryUser.user,
      environment: { ...surroundings.inherited, ...pgbouncer.environment },
      // SIGTERM ends at once, SIGINT would wait for clients; the clients have been stopped before.
      stopSignal: 'SIGTERM',
      stopSeconds: 3,
      readySeconds: 15,
      prepare: async () => {
        await writeFile(settings, poolerSettings(port, target, users), { mode: 0o600 })
        await ordinaryUser.own(settings)
      },
      isReady: async () => await answers(port, secrets),
    }
  })
  return await superviseAll(specifications, surroundings)
}

function poolerSettings(port: number, target: number, users: string): string {
  return `[databases]
* = host=127.0.0.1 port=${String(target)}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${String(port)}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
admin_users = kontor
pool_mode = transaction
default_pool_size = 20
max_client_conn = 500
server_lifetime = 600
server_idle_timeout = 30
autodb_idle_timeout = 60
query_wait_timeout = 10
server_login_retry = 0.2
ignore_startup_parameters = extra_float_digits
log_connections = 0
log_disconnections = 0
`
}

/** Asks PgBouncer's own console, which answers before the database is up. */
async function answers(port: number, secrets: Secrets): Promise<boolean> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'kontor',
    password: secrets.databaseOwner,
    database: 'pgbouncer',
    connectionTimeoutMillis: 2_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } finally {
    await client.end()
  }
}
