import { paths } from '../../api/contract.ts'

/** Where a path leads; the same behaviours as the CDN's. */
export type Route = 'api' | 'web' | 'pictures' | 'hidden'

/** Path prefix of the product pictures, a bucket on AWS. */
export const picturesPrefix = `${paths.assets}/products/`

const operational: readonly string[] = [paths.health, paths.ready, paths.metrics, paths.cache]

/** Chooses a route by the normalized path (no `..`, no `//`). What processes tell their operators is nobody else's business. */
export function chooseRoute(pathname: string): Route {
  if (operational.includes(pathname) || pathname.startsWith(`${paths.cache}/`)) return 'hidden'
  if (pathname === paths.graphql || pathname.startsWith(`${paths.graphql}/`)) return 'api'
  if (pathname.startsWith('/webhooks/')) return 'api'
  if (pathname.startsWith(picturesPrefix)) return 'pictures'
  return 'web'
}
