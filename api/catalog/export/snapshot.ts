import pg from 'pg'

export interface ExportDatabase {
  /** The primary, a replica or a pooler: each export is one transaction that only reads. */
  readonly connectionString: string
  readonly ssl?: pg.ClientConfig['ssl']
}

/** Statements that all see the database as it was at one moment. */
export interface Snapshot {
  rows<Row extends object>(statement: string, values?: readonly unknown[]): Promise<Row[]>
  /** Rows as they are asked for, some hundred at a time. */
  stream<Row extends object>(statement: string, values?: readonly unknown[]): AsyncGenerator<Row>
}

/** Rows held in memory at a time. */
const rowsAtOnce = 250

/** Gives `work` one snapshot of the database for as long as it reads. */
export async function* withSnapshot<T>(
  { connectionString, ssl }: ExportDatabase,
  work: (snapshot: Snapshot) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const client = new pg.Client({
    connectionString,
    ...(ssl === undefined ? {} : { ssl }),
    application_name: 'kontor-export',
  })
  // A lost connection fails the next statement; without a listener it would end the process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query('set local statement_timeout = 0')
    yield* work(snapshotOf(client))
  } finally {
    await client.end()
  }
}

function snapshotOf(client: pg.Client): Snapshot {
  let cursors = 0
  return {
    rows: async <Row extends object>(statement: string, values: readonly unknown[] = []) =>
      (await client.query<Row>(statement, [...values])).rows,
    stream: async function* <Row extends object>(statement: string, values: readonly unknown[] = []) {
      cursors += 1
      const cursor = `export_${cursors}`
      // Names and sizes of our own only; what comes from outside is a parameter.
      const declare = ['declare', cursor, 'no scroll cursor for', statement].join(' ')
      const fetch = ['fetch', String(rowsAtOnce), 'from', cursor].join(' ')
      await client.query(declare, [...values])
      for (;;) {
        const { rows } = await client.query<Row>(fetch)
        yield* rows
        if (rows.length < rowsAtOnce) break
      }
      await client.query(['close', cursor].join(' '))
    },
  }
}
