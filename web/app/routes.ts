import { index, layout, type RouteConfig, route } from '@react-router/dev/routes'

export default [
  index('routes/start.ts'),
  route('auth/callback', 'routes/auth-callback.ts'),
  route('robots.txt', 'routes/robots.ts'),
  route(':language', 'routes/language.tsx', [
    index('routes/home.tsx'),
    route('c/:slug', 'routes/category.tsx'),
    route('p/:slug', 'routes/product.tsx'),
    route('collections/:slug', 'routes/collection.tsx'),
    route('brands/:slug', 'routes/brand.tsx'),
    route('search', 'routes/search.tsx'),
    route('search/suggestions', 'routes/search-suggestions.ts'),
    // Everything that knows who asks. Their paths are in the contract's `edge.personalPaths`.
    layout('routes/personal.tsx', [
      route('cart', 'routes/cart.tsx'),
      route('checkout', 'routes/checkout-address.tsx'),
      route('checkout/shipping', 'routes/checkout-shipping.tsx'),
      route('checkout/review', 'routes/checkout-review.tsx'),
      route('orders/:id', 'routes/order.tsx'),
      route('account', 'routes/account.tsx'),
      route('account/sign-in', 'routes/sign-in.ts'),
      route('account/sign-out', 'routes/sign-out.ts'),
      route('market', 'routes/market.ts'),
    ]),
    route('*', 'routes/not-found.ts'),
  ]),
  route('*', 'routes/not-found.ts', { id: 'not-found-anywhere' }),
] satisfies RouteConfig
