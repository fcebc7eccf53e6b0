import { type LoaderFunctionArgs, type MiddlewareFunction, Outlet } from 'react-router'
import { newFormKey } from '../forms/idempotency-key.ts'
import { openVisit } from '../shop/open-visit.ts'
import { personalShopContext } from '../shop/shop.ts'

export const middleware: MiddlewareFunction<Response>[] = [openVisit]

/** What the frame around one shopper's own pages shows; pages for everybody have none of it. */
export function loader({ context }: LoaderFunctionArgs) {
  const { csrfToken, visit } = context.get(personalShopContext)
  return {
    csrfToken,
    formKey: newFormKey(),
    cartQuantity: visit.session.cartQuantity ?? 0,
    isSignedIn: visit.account !== undefined,
  }
}

/** Errors stop here, so that the frame around them keeps its data. */
export { PageError as ErrorBoundary } from '../parts/page-error.tsx'

export default function Personal() {
  return <Outlet />
}
