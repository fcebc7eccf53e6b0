import { createHttpCatalog } from '../../../../api/catalog/http-catalog.ts'
import { createRemoteClient } from '../../../../api/catalog/http-client.ts'
import { createMemoryCatalog } from '../../../../api/catalog/memory-catalog.ts'
import { createNoTracer } from '../../../../api/telemetry/no-tracer.ts'
import { createRemoteCatalogue } from '../../../../local/remote-catalogue/server.ts'
import { pino } from 'pino'
import { describeCatalogSource } from './catalog-source-contract.ts'
import { documents } from './documents.ts'

describeCatalogSource('the catalogue of a remote system', async () => {
  const server = createRemoteCatalogue({
    source: createMemoryCatalog(documents),
    token: 'secret',
    changes: () => ({ changes: [], cursor: '0', has_more: false }),
  })
  const baseUrl = await server.listen({ host: '127.0.0.1', port: 0 })
  const log = pino({ level: 'silent' })
  const client = createRemoteClient({ baseUrl, token: 'secret', log, tracer: createNoTracer() })
  return {
    source: createHttpCatalog({ client, prices: 'remote', log }),
    close: () => server.close(),
  }
})
