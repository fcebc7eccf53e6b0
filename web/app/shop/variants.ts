import type { ProductPageQuery } from '../../generated/graphql.ts'

export type ProductDetails = NonNullable<ProductPageQuery['product']>
export type Variant = ProductDetails['variants'][number]

/** The variant whose article number the address names, else the first that can be bought, else the first. */
export function selectVariant(variants: readonly Variant[], sku: string | null): Variant | undefined {
  return (
    variants.find((variant) => variant.sku === sku) ??
    variants.find((variant) => variant.availableForSale) ??
    variants[0]
  )
}

function valueOf(variant: Variant, option: string): string | undefined {
  return variant.selectedOptions.find(({ name }) => name === option)?.value
}

/**
 * Where choosing `value` for `option` leads from `current`: the variant with that value that agrees with `current` in
 * most other options, if possible one that can be bought. Undefined if no variant has the value.
 */
export function variantWith(
  variants: readonly Variant[],
  current: Variant,
  option: string,
  value: string,
): Variant | undefined {
  const agreement = (variant: Variant) =>
    current.selectedOptions.filter(
      ({ name, value: own }) => name !== option && valueOf(variant, name) === own,
    ).length *
      2 +
    (variant.availableForSale ? 1 : 0)
  return variants
    .filter((variant) => valueOf(variant, option) === value)
    .reduce<Variant | undefined>(
      (best, variant) => (best === undefined || agreement(variant) > agreement(best) ? variant : best),
      undefined,
    )
}

/** Highest quantity that one line may have, as the API says. */
export const maximumQuantity = 99

/** How many of a variant can be put into the cart at once. */
export function quantityLimit(variant: Pick<Variant, 'availableForSale' | 'quantityAvailable'>): number {
  return variant.availableForSale
    ? Math.min(variant.quantityAvailable ?? maximumQuantity, maximumQuantity)
    : 0
}
