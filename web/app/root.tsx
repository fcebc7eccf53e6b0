import type { ReactNode } from 'react'
import {
  Links,
  type LoaderFunctionArgs,
  Meta,
  type MiddlewareFunction,
  Outlet,
  Scripts,
  ScrollRestoration,
} from 'react-router'
import { type NavigationQuery, NavigationDocument } from '../generated/graphql.ts'
import { Footer } from './parts/footer.tsx'
import { Header } from './parts/header.tsx'
import { useTexts } from './parts/language.ts'
import { openShop } from './shop/open-shop.ts'
import { shopContext } from './shop/shop.ts'
import './styles/kontor.css'

export const middleware: MiddlewareFunction<Response>[] = [openShop]

/** The top categories; none while the API is away, as the rest of the page is worth showing. */
async function navigation(load: Promise<NavigationQuery>): Promise<NavigationQuery['categories']> {
  try {
    return (await load).categories
  } catch {
    return []
  }
}

/** Of the frame around every page. It is the same for everybody who shops for one country in one language. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { api, language, locale } = context.get(shopContext)
  return {
    language,
    country: locale.country,
    currency: locale.currency,
    categories: await navigation(api.catalogue(NavigationDocument, { ...locale })),
  }
}

export function Layout({ children }: { children: ReactNode }) {
  const { tag, texts } = useTexts()
  return (
    <html lang={tag}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#f7f8f3" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#10191a" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <Meta />
        <Links />
      </head>
      <body>
        <a className="skip-link" href="#content">
          {texts.shop.skip}
        </a>
        <Header />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        <Footer />
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  )
}

export default function Root() {
  return <Outlet />
}

export { PageError as ErrorBoundary } from './parts/page-error.tsx'
