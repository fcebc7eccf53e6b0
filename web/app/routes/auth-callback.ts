import { type LoaderFunctionArgs, type MiddlewareFunction, redirect } from 'react-router'
import { newSession } from '../session/session.ts'
import { openVisit } from '../shop/open-visit.ts'
import { personalShopContext } from '../shop/shop.ts'
import { finishSignIn } from '../sign-in/flow.ts'

export const middleware: MiddlewareFunction<Response>[] = [openVisit]

/** Where the identity provider sends shoppers back to. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { language, log, settings, visit } = context.get(personalShopContext)
  const { signIn } = visit
  visit.setSignIn(undefined)
  if (signIn === undefined) {
    visit.updateSession({ notice: 'sign-in-failed' })
    return redirect(`/${language}/account`)
  }
  try {
    visit.setAccount(await finishSignIn(settings, new URL(request.url).search, signIn))
    // A new session id, so that forms of the guest's session count no more for the customer's.
    visit.updateSession({ id: newSession().id })
  } catch (error) {
    log.warn({ err: error }, 'sign-in failed')
    visit.updateSession({ notice: 'sign-in-failed' })
  }
  return redirect(signIn.returnTo)
}
