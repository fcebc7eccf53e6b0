import type { MetaDescriptor } from 'react-router'
import { languages, type LanguageTag } from './locale.ts'
import type { Shop } from './shop.ts'

/** Path of a page in each language. */
export type PageAlternates = Readonly<Record<LanguageTag, string>>

interface PageDescription {
  readonly title: string
  readonly description?: string
  /** Path in each language; a page without it is not for search engines. */
  readonly alternates?: PageAlternates
  /** Path of a picture for link previews. */
  readonly image?: string | undefined
  /** JSON-LD (schema.org). */
  readonly structured?: readonly Record<string, unknown>[]
  readonly noIndex?: boolean
}

/** Title, description, canonical and hreflang links, preview and JSON-LD of a page, for its `meta` export. */
export function describePage(
  shop: Pick<Shop, 'settings' | 'language'>,
  page: PageDescription,
): MetaDescriptor[] {
  const address = (path: string) => new URL(path, shop.settings.publicOrigin).href
  const descriptors: MetaDescriptor[] = [
    { title: `${page.title} · Kontor` },
    { property: 'og:title', content: page.title },
    { property: 'og:site_name', content: 'Kontor' },
  ]
  if (page.description !== undefined) {
    descriptors.push(
      { name: 'description', content: page.description },
      { property: 'og:description', content: page.description },
    )
  }
  if (page.image !== undefined) descriptors.push({ property: 'og:image', content: address(page.image) })
  if (page.noIndex === true || page.alternates === undefined) {
    descriptors.push({ name: 'robots', content: 'noindex' })
  }
  const { alternates } = page
  if (alternates !== undefined) {
    descriptors.push({ tagName: 'link', rel: 'canonical', href: address(alternates[shop.language]) })
    for (const tag of languages) {
      descriptors.push({ tagName: 'link', rel: 'alternate', hrefLang: tag, href: address(alternates[tag]) })
    }
    descriptors.push({
      tagName: 'link',
      rel: 'alternate',
      hrefLang: 'x-default',
      href: address(alternates.en),
    })
  }
  for (const structured of page.structured ?? []) descriptors.push({ 'script:ld+json': structured })
  return descriptors
}

/** The same path under each language, for pages whose address has no slug. */
export function samePath(rest: string): PageAlternates {
  return { de: `/de${rest}`, en: `/en${rest}` }
}

/** Paths from the slugs that the API knows; a language without a slug of its own gets `slug`. */
export function slugPaths(
  section: 'c' | 'collections' | 'p',
  slug: string,
  alternates: readonly { readonly language: 'DE' | 'EN'; readonly slug: string }[],
): PageAlternates {
  const slugIn = (language: 'DE' | 'EN') =>
    alternates.find((each) => each.language === language)?.slug ?? slug
  return { de: `/de/${section}/${slugIn('DE')}`, en: `/en/${section}/${slugIn('EN')}` }
}
