import { isRouteErrorResponse, useLocation, useRouteError } from 'react-router'
import type { PageFailure } from '../shop/failures.ts'
import { ErrorMessage } from './error-message.tsx'
import { useTexts } from './language.ts'

type Failure = Pick<PageFailure, 'kind'> & Partial<PageFailure>

/** What was thrown on purpose (`pageFailure`), or that something was not. */
function failureOf(error: unknown): Failure {
  if (!isRouteErrorResponse(error)) return { kind: 'unexpected' }
  const failure = error.data as Partial<PageFailure> | null
  if (failure?.kind !== undefined) return { ...failure, kind: failure.kind }
  return { kind: error.status === 404 ? 'not-found' : 'unexpected' }
}

/** Shown instead of a page that could not be shown, within the shop's frame. */
export function PageError() {
  const failure = failureOf(useRouteError())
  const { texts } = useTexts()
  const { pathname, search } = useLocation()
  const { title } = texts.errors[failure.kind === 'not-found' ? 'notFound' : failure.kind]
  return (
    <>
      <title>{`${title} · Kontor`}</title>
      <meta name="robots" content="noindex" />
      <ErrorMessage kind={failure.kind} requestId={failure.requestId} retryAt={pathname + search} />
    </>
  )
}
