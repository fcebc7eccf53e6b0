import type { Ports } from '../ports.ts'
import type { Secrets } from '../secrets.ts'

/** The three PostgreSQL nodes. `slot` is also the name a replica reports to the primary. */
export type NodeRole = { kind: 'primary' } | { kind: 'replica'; index: 0 | 1 }

/** Name of a node's log, record and data folder. */
export function nodeName(role: NodeRole): string {
  return role.kind === 'primary' ? 'postgres-primary' : `postgres-replica-${String(role.index + 1)}`
}

/** Name of a replica's slot, and the name under which it reports to the primary. */
export function replicaName(index: 0 | 1): string {
  return `replica_${String(index + 1)}`
}

export function nodePort(role: NodeRole, ports: Ports): number {
  return role.kind === 'primary' ? ports.primary : ports.replicas[role.index]
}

/**
 * The whole postgresql.conf of a node, written anew at each start, so that ports may change between starts.
 * Memory is a laptop's; durability is production's: a commit is on the disks of the primary and of one replica.
 */
export function postgresSettings(role: NodeRole, ports: Ports, secrets: Secrets): string {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(nodePort(role, ports)),
    unix_socket_directories: '',
    max_connections: '150',
    shared_buffers: '64MB',
    work_mem: '4MB',
    maintenance_work_mem: '32MB',
    effective_cache_size: '256MB',
    autovacuum_max_workers: '2',
    max_parallel_workers_per_gather: '0',
    jit: 'off',
    fsync: 'on',
    synchronous_commit: 'on',
    wal_level: 'replica',
    max_wal_senders: '6',
    max_replication_slots: '6',
    // A replica that was away catches up from its slot, until this much has been written meanwhile.
    max_slot_wal_keep_size: '512MB',
    max_wal_size: '256MB',
    min_wal_size: '80MB',
    hot_standby: 'on',
    // Long reads on a replica delay vacuum on the primary instead of being cancelled, as on Aurora's shared storage.
    hot_standby_feedback: 'on',
    wal_receiver_status_interval: '1s',
    wal_retrieve_retry_interval: '200ms',
    shared_preload_libraries: 'pg_stat_statements',
    track_io_timing: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %q%a %d ',
    log_min_duration_statement: '500ms',
    log_checkpoints: 'off',
    ...roleSettings(role, ports, secrets),
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
    .join('')
}

function roleSettings(role: NodeRole, ports: Ports, secrets: Secrets): Record<string, string> {
  switch (role.kind) {
    case 'primary':
      return { synchronous_standby_names: `ANY 1 (${replicaName(0)}, ${replicaName(1)})` }
    case 'replica':
      return {
        primary_slot_name: replicaName(role.index),
        primary_conninfo: [
          'host=127.0.0.1',
          `port=${String(ports.primary)}`,
          'user=kontor_replication',
          `password=${secrets.databaseReplication}`,
          `application_name=${replicaName(role.index)}`,
          'connect_timeout=5',
        ].join(' '),
      }
    default:
      return role satisfies never
  }
}
