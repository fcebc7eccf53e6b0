import { type ActionFunctionArgs, redirect } from 'react-router'
import { newSession } from '../session/session.ts'
import { personalShopContext } from '../shop/shop.ts'
import { signOutLocation } from '../sign-in/flow.ts'

/** Forgets the customer here, then at the identity provider. The cart stays: it is the shopper's, not the account's. */
export async function action({ context }: ActionFunctionArgs) {
  const { language, log, settings, visit } = context.get(personalShopContext)
  const { account } = visit
  visit.setAccount(undefined)
  visit.updateSession({ id: newSession().id, placedOrderId: undefined, notice: 'signed-out' })
  const own = `/${language}/account`
  if (account === undefined) return redirect(own, 303)
  try {
    return redirect((await signOutLocation(settings, account, '/')) ?? own, 303)
  } catch (error) {
    log.warn({ err: error }, 'the identity provider was not told of a sign-out')
    return redirect(own, 303)
  }
}
