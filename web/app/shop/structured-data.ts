import { decimalMoney } from './money.ts'
import type { Shop } from './shop.ts'
import type { ProductDetails } from './variants.ts'

/** JSON-LD of a product and the way to it (schema.org Product and BreadcrumbList, as Google's merchant listings read). */
export function structuredProduct(shop: Shop, product: ProductDetails): readonly Record<string, unknown>[] {
  const address = (path: string) => new URL(path, shop.settings.publicOrigin).href
  const url = address(`/${shop.language}/p/${product.slug}`)
  const crumbs = product.category === null ? [] : [...product.category.ancestors, product.category]
  return [
    {
      '@context': 'https://schema.org',
      '@type': 'Product',
      name: product.title,
      description: product.excerpt,
      url,
      image: product.images.map((image) => address(image.url)),
      ...(product.brand === null ? {} : { brand: { '@type': 'Brand', name: product.brand } }),
      offers: product.variants.map((variant) => ({
        '@type': 'Offer',
        sku: variant.sku,
        ...(variant.barcode === null ? {} : { gtin: variant.barcode }),
        url: `${url}?variant=${encodeURIComponent(variant.sku)}`,
        price: decimalMoney(variant.price),
        priceCurrency: variant.price.currencyCode,
        itemCondition: 'https://schema.org/NewCondition',
        availability: variant.availableForSale
          ? 'https://schema.org/InStock'
          : 'https://schema.org/OutOfStock',
      })),
    },
    {
      '@context': 'https://schema.org',
      '@type': 'BreadcrumbList',
      itemListElement: crumbs.map(({ name, slug }, index) => ({
        '@type': 'ListItem',
        position: index + 1,
        name,
        item: address(`/${shop.language}/c/${slug}`),
      })),
    },
  ]
}
