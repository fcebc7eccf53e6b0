import { Form, Link, useLocation, useMatches } from 'react-router'
import { countries, type LanguageTag } from '../shop/locale.ts'
import type { PageAlternates } from '../shop/page-meta.ts'
import { keptSearch } from '../shop/page-query.ts'
import { texts as allTexts } from '../texts/texts.ts'
import { useTexts } from './language.ts'
import { useRootData } from './root-data.ts'

/** Where this page is found in the other language. */
function useOtherLanguage(): { tag: LanguageTag; path: string } {
  const { tag } = useTexts()
  const { pathname } = useLocation()
  const other = tag === 'de' ? 'en' : 'de'
  const page = useMatches().at(-1)?.loaderData as { alternates?: PageAlternates } | undefined
  const rest = pathname.split('/').slice(2).join('/')
  return { tag: other, path: page?.alternates?.[other] ?? (rest === '' ? `/${other}` : `/${other}/${rest}`) }
}

export function Footer() {
  const { tag, texts } = useTexts()
  const root = useRootData()
  const other = useOtherLanguage()
  const { pathname, search } = useLocation()
  return (
    <footer className="footer">
      <div className="footer-row">
        <div>
          <p className="footer-name">{texts.shop.name}</p>
          <p>{texts.shop.claim}</p>
        </div>
        {root !== undefined && root.categories.length > 0 && (
          <nav aria-label={texts.shop.footerMenu}>
            <ul className="footer-links">
              {root.categories.map(({ id, slug, name }) => (
                <li key={id}>
                  <Link to={`/${tag}/c/${slug}`}>{name}</Link>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <div className="footer-choices">
          <p>
            <Link to={other.path} hrefLang={other.tag} lang={other.tag} reloadDocument>
              {allTexts[tag].shop.switchTo}
            </Link>
          </p>
          {root !== undefined && (
            <Form className="footer-market" method="post" action={`/${tag}/market`}>
              <input type="hidden" name="returnTo" value={pathname + keptSearch(search)} />
              <label htmlFor="market-country">{texts.shop.deliverTo}</label>
              <select id="market-country" name="country" defaultValue={root.country} key={root.country}>
                {countries.map((country) => (
                  <option key={country} value={country}>
                    {`${texts.shop.countries[country]} (${country === 'CH' ? 'CHF' : 'EUR'})`}
                  </option>
                ))}
              </select>
              <button type="submit" className="button button-quiet">
                {texts.shop.change}
              </button>
            </Form>
          )}
        </div>
      </div>
      <p className="footer-notice">
        {texts.shop.pricesIncludeVat} {texts.shop.sampleNotice}
      </p>
    </footer>
  )
}
