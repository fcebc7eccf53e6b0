import {
  Link,
  type LoaderFunctionArgs,
  type MetaArgs,
  redirect,
  type ShouldRevalidateFunctionArgs,
  useLoaderData,
  useSearchParams,
} from 'react-router'
import { ProductPageDocument } from '../../generated/graphql.ts'
import { AddToCart } from '../parts/add-to-cart.tsx'
import { AttributeTable } from '../parts/attribute-table.tsx'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { Gallery } from '../parts/gallery.tsx'
import { useTexts } from '../parts/language.ts'
import { Price } from '../parts/price.tsx'
import { PriceTiers } from '../parts/price-tiers.tsx'
import { ProductGrid } from '../parts/product-grid.tsx'
import { Stock } from '../parts/stock.tsx'
import { VariantPicker } from '../parts/variant-picker.tsx'
import { Videos } from '../parts/videos.tsx'
import { forPage, pageFailure } from '../shop/failures.ts'
import { describePage, slugPaths } from '../shop/page-meta.ts'
import { structuredProduct } from '../shop/structured-data.ts'
import { shopContext } from '../shop/shop.ts'
import { selectVariant } from '../shop/variants.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const shop = context.get(shopContext)
  const slug = params['slug'] ?? ''
  const { product } = await forPage(shop, shop.api.catalogue(ProductPageDocument, { ...shop.locale, slug }))
  if (product === null) throw pageFailure(shop, 'not-found')
  if (product.slug !== slug) {
    throw redirect(`/${shop.language}/p/${product.slug}${new URL(request.url).search}`, 301)
  }
  const alternates = slugPaths('p', product.slug, product.alternates)
  return {
    product,
    alternates,
    meta: describePage(shop, {
      title: product.seo.title,
      description: product.seo.description,
      alternates,
      image: product.images[0]?.url,
      structured: structuredProduct(shop, product),
    }),
  }
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => loaderData?.meta ?? []

/** Another variant of the product that is shown: everything about it is here already. */
export function shouldRevalidate({
  currentUrl,
  nextUrl,
  formMethod,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) {
  return (formMethod !== undefined || currentUrl.pathname !== nextUrl.pathname) && defaultShouldRevalidate
}

export default function Product() {
  const { product } = useLoaderData<typeof loader>()
  const { tag, texts } = useTexts()
  const [parameters] = useSearchParams()
  const variant = selectVariant(product.variants, parameters.get('variant'))
  const crumbs = product.category === null ? [] : [...product.category.ancestors, product.category]
  return (
    <div className="page">
      <Breadcrumbs categories={crumbs} current={product.title} />
      <div className="product">
        <Gallery images={product.images} first={variant?.image ?? null} title={product.title} />
        <div className="product-facts">
          {product.brandDetails === null ? (
            product.brand !== null && <p className="product-brand">{product.brand}</p>
          ) : (
            <p className="product-brand">
              <Link to={`/${tag}/brands/${product.brandDetails.slug}`} prefetch="intent">
                {product.brandDetails.name}
              </Link>
            </p>
          )}
          <h1>{product.title}</h1>
          {variant !== undefined && (
            <>
              <p className="product-price">
                <Price
                  price={variant.price}
                  before={variant.compareAtPrice}
                  lowestRecent={variant.lowestRecentPrice}
                />
                <span className="product-vat">{texts.product.vat}</span>
              </p>
              <PriceTiers variant={variant} />
              <VariantPicker product={product} current={variant} />
              <Stock variant={variant} />
              <AddToCart key={variant.id} variant={variant} />
              <p className="product-sku">
                {texts.product.articleNumber} {variant.sku}
              </p>
            </>
          )}
          <section className="product-description" aria-labelledby="details">
            <h2 id="details">{texts.product.details}</h2>
            {/* Sanitized by the API, which is the only way into the catalogue. */}
            <div className="prose" dangerouslySetInnerHTML={{ __html: product.descriptionHtml }} />
            <AttributeTable attributes={product.attributes} />
          </section>
        </div>
      </div>
      <Videos videos={product.videos} />
      {product.related.length > 0 && (
        <section aria-labelledby="related">
          <h2 id="related">{texts.product.related}</h2>
          <ProductGrid products={product.related} />
        </section>
      )}
    </div>
  )
}
