import { pageFailure } from '../shop/failures.ts'

export function loader() {
  throw pageFailure('not-found')
}

export function action() {
  throw pageFailure('not-found')
}

/** Never shown: the loader throws. It makes this a page, so that the error page is shown and not bare data. */
export default function NotFound() {
  return null
}
