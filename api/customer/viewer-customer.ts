import { randomUUID } from 'node:crypto'
import type { Database } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { Viewer } from '../security/viewer.ts'

export interface CustomerRecord {
  readonly id: string
  readonly email: string
  readonly name: string | null
}

/**
 * The row of a signed-in person, made at the first visit and brought up to date when the identity provider tells
 * another name or address; undefined for a guest.
 */
export async function viewerCustomer(
  database: Database,
  viewer: Viewer,
): Promise<CustomerRecord | undefined> {
  if (viewer.kind === 'guest') return undefined
  const name = viewer.name ?? null
  const [known] = await database.readLatest<CustomerRecord>(sql('customer_by_subject')`
    select id, email, name from customer where issuer = ${viewer.issuer} and subject = ${viewer.subject}`)
  if (known !== undefined && known.email === viewer.email && known.name === name) return known

  const [saved] = await database.transaction((transaction) =>
    transaction.query<CustomerRecord>(sql('customer_upsert')`
      insert into customer (id, issuer, subject, email, name)
      values (${randomUUID()}, ${viewer.issuer}, ${viewer.subject}, ${viewer.email}, ${name})
      on conflict (issuer, subject) do update set email = excluded.email, name = excluded.name
      returning id, email, name`),
  )
  return saved
}
