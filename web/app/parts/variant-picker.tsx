import { Link } from 'react-router'
import { type ProductDetails, type Variant, variantWith } from '../shop/variants.ts'
import { useTexts } from './language.ts'

/** A product's options as links: each leads to the variant with that value, with or without scripts. */
export function VariantPicker({ product, current }: { product: ProductDetails; current: Variant }) {
  const { texts } = useTexts()
  if (product.variants.length < 2) return null
  return product.options.map(({ name, values }) => {
    const chosen = current.selectedOptions.find((option) => option.name === name)?.value
    return (
      <nav key={name} className="options" aria-label={texts.product.choose(name)}>
        <p className="options-name">
          {name}: <strong>{chosen}</strong>
        </p>
        <ul>
          {values.map((value) => {
            const target = variantWith(product.variants, current, name, value)
            if (target === undefined) return null
            return (
              <li key={value}>
                <Link
                  className={target.availableForSale ? 'option' : 'option option-none'}
                  to={`?variant=${encodeURIComponent(target.sku)}`}
                  aria-current={value === chosen ? 'true' : undefined}
                  preventScrollReset
                  replace
                >
                  {value}
                  {!target.availableForSale && (
                    <span className="visually-hidden">, {texts.product.soldOut}</span>
                  )}
                </Link>
              </li>
            )
          })}
        </ul>
      </nav>
    )
  })
}
