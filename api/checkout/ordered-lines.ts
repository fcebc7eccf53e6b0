import type { CartRecord } from '../cart/cart-record.ts'
import type { CatalogSource, ProductRecord, VariantRecord } from '../catalog/catalog-source.ts'
import type { Locale } from '../locale.ts'
import type { OrderLineRecord } from '../order/order-record.ts'

/** How a variant is shown on an order. */
export type OrderedVariant = Pick<
  OrderLineRecord,
  'sku' | 'title' | 'variantTitle' | 'productSlug' | 'imageUrl' | 'imageAlt'
>

/** Texts and pictures as the catalogue shows them now; prices are not taken from here. */
export async function orderedVariants(
  catalog: CatalogSource,
  variantIds: readonly string[],
  locale: Locale,
): Promise<ReadonlyMap<string, OrderedVariant>> {
  const variants = (await catalog.variantsByIds(variantIds, locale)).filter(
    (variant) => variant !== undefined,
  )
  const productIds = [...new Set(variants.map(({ productId }) => productId))]
  const products = new Map(
    (await catalog.productsByIds(productIds, locale)).flatMap((product) =>
      product === undefined ? [] : [[product.id, product]],
    ),
  )
  return new Map(
    variants.flatMap((variant) => {
      const product = products.get(variant.productId)
      return product === undefined ? [] : [[variant.id, asOrdered(variant, product)]]
    }),
  )
}

function asOrdered(variant: VariantRecord, product: ProductRecord): OrderedVariant {
  const image = variant.image ?? product.images[0]
  return {
    sku: variant.sku,
    title: product.title,
    variantTitle: variant.title,
    productSlug: product.slug,
    imageUrl: image?.url ?? null,
    imageAlt: image?.alt ?? null,
  }
}

/** A cart line is about to be ordered of which the catalogue was not asked yet. */
export class VariantNotLoaded extends Error {
  override readonly name = 'VariantNotLoaded'
}

/**
 * The lines of an order, from the cart as priced and the catalogue's texts.
 * @throws VariantNotLoaded if a text is missing
 */
export function orderLines(
  cart: CartRecord,
  variants: ReadonlyMap<string, OrderedVariant>,
): readonly OrderLineRecord[] {
  return cart.lines.map((line, index) => {
    const variant = variants.get(line.variantId)
    if (variant === undefined) {
      throw new VariantNotLoaded(`The catalogue gave no texts for the variant ${line.variantId}. Try again.`)
    }
    return {
      ...variant,
      position: index + 1,
      variantId: line.variantId,
      quantity: line.quantity,
      unitAmount: line.unitAmount,
      taxAmount: cart.cost.lineTaxes[index] ?? 0,
    }
  })
}
