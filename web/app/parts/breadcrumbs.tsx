import { Link } from 'react-router'
import { useTexts } from './language.ts'

interface Crumb {
  readonly id: string
  readonly slug: string
  readonly name: string
}

/** The way from the shop's door to here; `current` is the page itself. */
export function Breadcrumbs({ categories, current }: { categories: readonly Crumb[]; current: string }) {
  const { tag, texts } = useTexts()
  return (
    <nav className="breadcrumbs" aria-label="Breadcrumb">
      <ol>
        <li>
          <Link to={`/${tag}`}>{texts.shop.home}</Link>
        </li>
        {categories.map(({ id, slug, name }) => (
          <li key={id}>
            <Link to={`/${tag}/c/${slug}`}>{name}</Link>
          </li>
        ))}
        <li aria-current="page">{current}</li>
      </ol>
    </nav>
  )
}
