import { Link } from 'react-router'
import type { PageLinks } from '../shop/page-cursors.ts'
import { Icon } from './icons.tsx'
import { useTexts } from './language.ts'

/** Links to the page before and after this one. */
export function Pagination({ links }: { links: PageLinks }) {
  const { texts } = useTexts()
  if (links.previous === undefined && links.next === undefined) return null
  return (
    <nav className="pagination" aria-label={texts.category.pages}>
      {links.previous !== undefined && (
        <Link className="button button-quiet" rel="prev" to={links.previous}>
          <Icon name="previous" />
          {texts.category.previous}
        </Link>
      )}
      <span>{texts.category.page(links.number)}</span>
      {links.next !== undefined && (
        <Link className="button button-quiet" rel="next" to={links.next} prefetch="intent">
          {texts.category.next}
          <Icon name="next" />
        </Link>
      )}
    </nav>
  )
}
