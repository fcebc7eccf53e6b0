import { type LoaderFunctionArgs, Outlet } from 'react-router'
import { pageFailure } from '../shop/failures.ts'
import { isLanguageTag } from '../shop/locale.ts'
import { shopContext } from '../shop/shop.ts'

/** Addresses begin with a language; any other first word leads nowhere. */
export function loader({ context, params }: LoaderFunctionArgs) {
  if (!isLanguageTag(params['language'])) throw pageFailure(context.get(shopContext), 'not-found')
  return null
}

export function shouldRevalidate() {
  return false
}

/** Errors stop here, so that the frame around them keeps its data. */
export { PageError as ErrorBoundary } from '../parts/page-error.tsx'

export default function Language() {
  return <Outlet />
}
