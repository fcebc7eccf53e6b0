import { Link } from 'react-router'
import type { ProductCardFragment } from '../../generated/graphql.ts'
import { useTexts } from './language.ts'
import { Picture } from './picture.tsx'
import { Price } from './price.tsx'

interface ProductCardProps {
  readonly product: ProductCardFragment
  readonly isFirst: boolean
  readonly level: 2 | 3
}

function ProductCard({ product, isFirst, level }: ProductCardProps) {
  const { tag, texts } = useTexts()
  const Heading = `h${level}` as const
  const { minimum, maximum, compareAt, lowestRecent } = product.priceRange
  return (
    <article className="card">
      <div className="card-picture">
        <Picture image={product.featuredImage} alt="" isFirst={isFirst} />
        {!product.availableForSale && <span className="card-flag">{texts.product.soldOut}</span>}
        {product.availableForSale && compareAt !== null && (
          <span className="card-flag card-flag-sale">%</span>
        )}
      </div>
      <div className="card-text">
        <Heading className="card-title">
          <Link to={`/${tag}/p/${product.slug}`} prefetch="intent">
            {product.title}
          </Link>
        </Heading>
        {product.brand !== null && <p className="card-brand">{product.brand}</p>}
        <p className="card-price">
          <Price
            price={minimum}
            before={compareAt}
            lowestRecent={lowestRecent}
            isFrom={minimum.amount !== maximum.amount}
          />
        </p>
      </div>
    </article>
  )
}

interface ProductGridProps {
  readonly products: readonly ProductCardFragment[]
  /** How many pictures are seen without scrolling. */
  readonly eager?: number
  /** Of the products' headings in the page's outline. */
  readonly level?: 2 | 3
}

export function ProductGrid({ products, eager = 0, level = 3 }: ProductGridProps) {
  return (
    <ul className="product-grid">
      {products.map((product, index) => (
        <li key={product.id}>
          <ProductCard product={product} isFirst={index < eager} level={level} />
        </li>
      ))}
    </ul>
  )
}
