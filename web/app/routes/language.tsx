import { type LoaderFunctionArgs, Outlet } from 'react-router'
import { pageFailure } from '../shop/failures.ts'
import { isLanguageTag } from '../shop/locale.ts'

/** Addresses begin with a language; any other first word leads nowhere. */
export function loader({ params }: LoaderFunctionArgs) {
  if (!isLanguageTag(params['language'])) throw pageFailure('not-found')
  return null
}

export function shouldRevalidate() {
  return false
}

export default function Language() {
  return <Outlet />
}
