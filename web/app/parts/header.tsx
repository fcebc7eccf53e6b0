import { Link, NavLink, useFetchers } from 'react-router'
import { useBadge } from './badge.ts'
import { Icon } from './icons.tsx'
import { useTexts } from './language.ts'
import { Logo } from './logo.tsx'
import { useRootData } from './root-data.ts'
import { SearchForm } from './search-form.tsx'

/** Pieces that are on their way into the cart. */
function usePiecesOnTheirWay(): number {
  return useFetchers()
    .filter(({ state, formData }) => state === 'submitting' && formData?.get('intent') === 'add')
    .reduce((sum, { formData }) => sum + Number(formData?.get('quantity') ?? 0), 0)
}

export function Header() {
  const { tag, texts } = useTexts()
  const root = useRootData()
  const { cartQuantity, isSignedIn } = useBadge()
  const quantity = cartQuantity + usePiecesOnTheirWay()
  return (
    <header className="header">
      <div className="header-row">
        <Link className="header-home" to={`/${tag}`} aria-label={`${texts.shop.name}, ${texts.shop.home}`}>
          <Logo />
        </Link>
        <SearchForm />
        <div className="header-actions">
          {/* A document of its own: its policy says where signing out may lead, a shared page's does not. */}
          <Link className="header-action" to={`/${tag}/account`} reloadDocument>
            <Icon name="account" />
            <span className="header-label">{isSignedIn ? texts.account.title : texts.account.signIn}</span>
          </Link>
          <Link className="header-action" to={`/${tag}/cart`} aria-label={texts.cart.count(quantity)}>
            <Icon name="cart" />
            <span className="header-label">{texts.cart.short}</span>
            {quantity > 0 && (
              <span className="header-count" aria-hidden="true" data-testid="cart-count">
                {quantity}
              </span>
            )}
          </Link>
        </div>
      </div>
      {root !== undefined && root.categories.length > 0 && (
        <nav className="header-nav" aria-label={texts.shop.menu}>
          <ul>
            {root.categories.map(({ id, slug, name }) => (
              <li key={id}>
                <NavLink to={`/${tag}/c/${slug}`} prefetch="intent">
                  {name}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </header>
  )
}
