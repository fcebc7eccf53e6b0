import { pino } from 'pino'
import type { CatalogSource } from '../../../../api/catalog/catalog-source.ts'
import { createHttpCatalog, type HttpCatalog } from '../../../../api/catalog/http/catalog.ts'
import { createRemoteClient } from '../../../../api/catalog/http/client.ts'
import type { PriceSource } from '../../../../api/catalog/http/mapping.ts'
import { createNoTracer } from '../../../../api/telemetry/no-tracer.ts'
import { createRemoteCatalogue } from '../../../../local/remote-catalogue/server.ts'

/** A remote system over a source, and a catalogue that reads from it. */
export async function openRemote(
  source: CatalogSource,
  prices: PriceSource,
): Promise<{ source: HttpCatalog; close: () => Promise<void> }> {
  const server = createRemoteCatalogue({
    source: () => source,
    token: 'secret',
    changes: () => ({ changes: [], cursor: '0', has_more: false }),
  })
  const baseUrl = await server.listen({ host: '127.0.0.1', port: 0 })
  const log = pino({ level: 'silent' })
  const client = createRemoteClient({ baseUrl, token: 'secret', log, tracer: createNoTracer() })
  return { source: createHttpCatalog({ client, prices, log }), close: () => server.close() }
}
