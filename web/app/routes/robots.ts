import type { LoaderFunctionArgs } from 'react-router'
import { shopContext } from '../shop/shop.ts'

/** What search engines may look at: everything but what belongs to one shopper. */
export function loader({ context }: LoaderFunctionArgs) {
  const { settings } = context.get(shopContext)
  const lines = ['User-agent: *', 'Disallow: /*/cart', 'Disallow: /*/checkout', 'Disallow: /*/orders/']
  if (settings.publicOrigin.protocol !== 'https:') lines.splice(1, Infinity, 'Disallow: /')
  return new Response(`${lines.join('\n')}\n`, {
    headers: { 'Content-Type': 'text/plain', 'Cache-Control': 'public, max-age=3600' },
  })
}
