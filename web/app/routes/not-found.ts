import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router'
import { pageFailure } from '../shop/failures.ts'
import { shopContext } from '../shop/shop.ts'

export function loader({ context }: LoaderFunctionArgs) {
  throw pageFailure(context.get(shopContext), 'not-found')
}

export function action({ context }: ActionFunctionArgs) {
  throw pageFailure(context.get(shopContext), 'not-found')
}

/** Never shown: the loader throws. It makes this a page, so that the error page is shown and not bare data. */
export default function NotFound() {
  return null
}
