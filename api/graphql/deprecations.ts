import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Metrics } from '../telemetry/metrics.ts'
import type { AdmissionStep } from './admission-plugin.ts'

/** Different clients that are told apart; the rest are counted together, since names are the clients' choice. */
const mostClients = 50

/** Counts operations that select a deprecated field, per client: whom to ask before it is removed. */
export function countDeprecations(metrics: Metrics): AdmissionStep {
  const clients = new Set<string>()
  // Parsed documents are shared between requests (document store), so that each is searched once.
  const known = new LRUCache<DocumentNode, readonly string[]>({ max: 1_000 })

  function labelOf(client: string): string {
    if (clients.size < mostClients) clients.add(client)
    return clients.has(client) ? client : 'other'
  }

  return ({ schema, document, contextValue }) => {
    let fields = known.get(document)
    if (fields === undefined) {
      fields = deprecatedFields(schema, document)
      known.set(document, fields)
    }
    for (const field of fields) {
      metrics.deprecatedFieldUses.inc({ field, client: labelOf(contextValue.facts.client) })
    }
  }
}

function deprecatedFields(schema: GraphQLSchema, document: DocumentNode): string[] {
  const found = new Set<string>()
  const types = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const field = types.getFieldDef()
        if (field?.deprecationReason != null) found.add(`${types.getParentType()?.name ?? ''}.${field.name}`)
      },
    }),
  )
  return [...found]
}
