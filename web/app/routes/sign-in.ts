import { type LoaderFunctionArgs, redirect } from 'react-router'
import { personalShopContext } from '../shop/shop.ts'
import { startSignIn } from '../sign-in/flow.ts'

/** Sends the shopper to the identity provider, and remembers what the way back must prove. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { language, log, settings, visit } = context.get(personalShopContext)
  try {
    const { location, signIn } = await startSignIn(settings, `/${language}/account`)
    visit.setSignIn(signIn)
    return redirect(location)
  } catch (error) {
    log.error({ err: error }, 'sign-in cannot start')
    visit.updateSession({ notice: 'sign-in-failed' })
    return redirect(`/${language}/account`)
  }
}
