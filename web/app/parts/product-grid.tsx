import { Link } from 'react-router'
import type { ProductCardFragment } from '../../generated/graphql.ts'
import { useTexts } from './language.ts'
import { Picture } from './picture.tsx'
import { Price } from './price.tsx'

function ProductCard({ product, isFirst }: { product: ProductCardFragment; isFirst: boolean }) {
  const { tag, texts } = useTexts()
  const { minimum, maximum, compareAt } = product.priceRange
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
        <h3 className="card-title">
          <Link to={`/${tag}/p/${product.slug}`} prefetch="intent">
            {product.title}
          </Link>
        </h3>
        {product.brand !== null && <p className="card-brand">{product.brand}</p>}
        <p className="card-price">
          <Price price={minimum} before={compareAt} isFrom={minimum.amount !== maximum.amount} />
        </p>
      </div>
    </article>
  )
}

interface ProductGridProps {
  readonly products: readonly ProductCardFragment[]
  /** How many pictures are seen without scrolling. */
  readonly eager?: number
}

export function ProductGrid({ products, eager = 0 }: ProductGridProps) {
  return (
    <ul className="product-grid">
      {products.map((product, index) => (
        <li key={product.id}>
          <ProductCard product={product} isFirst={index < eager} />
        </li>
      ))}
    </ul>
  )
}
