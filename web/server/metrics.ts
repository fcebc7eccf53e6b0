import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { metrics } from '../../api/contract.ts'

/** The storefront's metrics in Prometheus format. */
export interface WebMetrics {
  readonly registry: Registry
  /** @param seconds from the request's first byte to the response's last. */
  observeRequest(method: string, route: string, status: number, seconds: number): void
}

/** Process metrics and the duration of requests, labelled with the release. */
export function createMetrics(release: string): WebMetrics {
  const registry = new Registry()
  registry.setDefaultLabels({ part: 'web', release })
  collectDefaultMetrics({ register: registry })
  const requestSeconds = new Histogram({
    name: metrics.httpRequestSeconds,
    help: 'Seconds from the first byte of a request to the last byte of its response.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  return {
    registry,
    observeRequest: (method, route, status, seconds) =>
      requestSeconds.observe({ method, route, status: String(status) }, seconds),
  }
}

/** A bounded name for a path, so that slugs and ids do not become metric labels. */
export function routeOf(pathname: string): string {
  if (pathname.startsWith('/assets/')) return '/assets'
  const [language, page] = pathname
    .replace(/\.data$/, '')
    .split('/')
    .slice(1)
  const known = ['c', 'p', 'search', 'cart', 'checkout', 'orders', 'account', 'market']
  if (language === undefined || language === '' || !['de', 'en'].includes(language)) return 'other'
  if (page === undefined || page === '') return '/:language'
  return known.includes(page) ? `/:language/${page}` : 'other'
}
