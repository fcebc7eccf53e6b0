import { relative } from 'node:path'
import { paths } from '../../api/contract.ts'
import type { Foundation } from '../environment.ts'
import { demoAccounts } from '../identity/accounts.ts'
import { formatTable, type Row } from '../report/table.ts'
import { pgPassFile } from '../database/password-file.ts'
import { issuer, shopOrigin } from './variables.ts'

/** The table shown when the shop is up: where everything is, and what is simpler than on AWS. */
export function addressTable(foundation: Foundation): string {
  const { ports, surroundings, tools, poolerFault } = foundation
  const folder = shorten(surroundings.dataFolder)
  const password = `PGPASSFILE=${shorten(pgPassFile(surroundings.dataFolder))}`
  const rows: Row[] = [
    { name: 'Shop', value: shopOrigin(ports) },
    { name: 'GraphQL', value: `${shopOrigin(ports)}${paths.graphql}` },
    {
      name: 'Sign in',
      value: issuer(ports),
      remarks: demoAccounts.map(({ email, role }) => `${email} (${role}), any password`),
    },
    {
      name: 'PostgreSQL',
      value: `primary ${String(ports.primary)}, replicas ${ports.replicas.join(' and ')}`,
      remarks: [`${password} psql -h localhost -p ${String(ports.primary)} -U kontor kontor`],
    },
    {
      name: 'PgBouncer',
      value: tools.has('pgbouncer')
        ? `transaction mode, ${[ports.poolers.primary, ...ports.poolers.replicas].join(', ')}`
        : `none (${poolerFault ?? 'not found'}); the API connects directly`,
    },
    {
      name: 'Cache',
      value: `${tools.get('redis')?.version.split(/ (?:sha|malloc)=/)[0] ?? ''}, nodes ${ports.cache.join(' ')}`,
      remarks: [`redis-cli -c -p ${String(ports.cache[0])}`],
    },
    {
      name: 'API',
      value: ports.api.map((port) => `http://localhost:${String(port)}${paths.metrics}`).join('  '),
    },
    { name: 'Logs', value: `${folder}/logs` },
    { name: 'Data', value: `${folder} (npm start -- --fresh starts over)` },
    {
      name: 'Simpler here',
      value: 'one edge without WAF and TLS, one machine, mails as files, test payments,',
      remarks: ['sessions of the identity provider end with its process; docs/local.md has the whole list'],
    },
  ]
  return formatTable(rows)
}

/** Relative to where the launcher was called, when it lies below. */
function shorten(path: string): string {
  const short = relative(process.cwd(), path)
  return short.startsWith('..') ? path : short
}
