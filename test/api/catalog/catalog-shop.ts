import { type ExecutionResult, graphql } from 'graphql'
import { type CatalogSource } from '../../../api/catalog/catalog-source.ts'
import { createPostgresCatalog } from '../../../api/catalog/postgres/catalog.ts'
import type { ApplicationContext, RequestContext } from '../../../api/context.ts'
import type { Database } from '../../../api/database/database.ts'
import type { Statement } from '../../../api/database/statement.ts'
import { features } from '../../../api/features.ts'
import { defaultLocale, type Locale } from '../../../api/locale.ts'
import { createSchema } from '../../../api/schema.ts'
import type { Permission, Viewer } from '../../../api/security/viewer.ts'
import { createTestDatabase } from '../../database.ts'
import { connect } from '../database/connect.ts'

const schema = createSchema(features)

export const editor = {
  kind: 'customer' as const,
  issuer: 'https://login.example',
  subject: 'editor-1',
  email: 'editor@shop.example',
  name: undefined,
  permissions: new Set<Permission>(['CATALOG_WRITE']),
} satisfies Viewer

export interface Asker {
  readonly locale?: Partial<Locale>
  readonly viewer?: Viewer
  /** The source that the request reads; the database without a cache unless given. */
  readonly source?: CatalogSource
  /** Feature flags that are on. */
  readonly flags?: readonly string[]
}

/** The catalogue's part of the API over a database of its own, without HTTP. */
export interface CatalogShop {
  readonly database: Database
  readonly source: CatalogSource
  /** What has been read since the last call of `forgetStatements`. */
  readonly statements: readonly Statement[]
  forgetStatements(): void
  ask<Data>(query: string, variables?: Record<string, unknown>, asker?: Asker): Promise<Answer<Data>>
  /** Runs SQL that is no part of the API: seeds, and looks at what a mutation left. */
  run(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

export interface Answer<Data> extends Omit<ExecutionResult, 'data'> {
  readonly data: Data
  /** `extensions.code` of each error. */
  readonly codes: readonly unknown[]
}

export async function openCatalogShop(): Promise<CatalogShop> {
  const target = await createTestDatabase()
  // Reads from the writer: these tests are about the catalogue, not about lag.
  const { database, log, metrics } = connect({ writer: target.writer, readers: [] })
  const statements: Statement[] = []
  const source = createPostgresCatalog({
    read: (statement) => {
      statements.push(statement)
      return database.read(statement)
    },
  })

  function contextOf(asker: Asker): RequestContext {
    const application = {
      database,
      metrics,
      log: log.logger,
      catalog: asker.source ?? source,
      featureFlags: { isEnabled: (name) => Promise.resolve(asker.flags?.includes(name) ?? false) },
    } satisfies Partial<ApplicationContext>
    return {
      application: application as unknown as ApplicationContext,
      requestId: 'request-1',
      log: log.logger,
      viewer: asker.viewer ?? { kind: 'guest' },
      clientAddress: '192.0.2.1',
      locale: { ...defaultLocale, ...asker.locale },
      signal: new AbortController().signal,
      keepPrivate: () => undefined,
    }
  }

  return {
    database,
    source,
    statements,
    forgetStatements: () => {
      statements.length = 0
    },
    async ask(query, variables = {}, asker = {}) {
      const answer = await graphql({
        schema,
        source: query,
        variableValues: variables,
        contextValue: contextOf(asker),
      })
      return {
        ...answer,
        // Who asks names the shape; a test fails on what it then does not find.
        data: answer.data as never,
        codes: (answer.errors ?? []).map((error) => error.extensions['code']),
      }
    },
    run: (text, values = []) =>
      database.transaction((transaction) => transaction.query({ name: 'test', text, values })),
    async close() {
      await database.close()
      await target.drop()
    },
  }
}
