import { type LoaderFunctionArgs, redirect } from 'react-router'
import { shopContext } from '../shop/shop.ts'

/** The shop's front door leads to the language that the browser prefers. */
export function loader({ context }: LoaderFunctionArgs) {
  const { language } = context.get(shopContext)
  return redirect(`/${language}`, { headers: { Vary: 'Accept-Language' } })
}
