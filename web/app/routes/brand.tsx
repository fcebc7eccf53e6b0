import { type LoaderFunctionArgs, type MetaArgs, useLoaderData } from 'react-router'
import { BrandPageDocument } from '../../generated/graphql.ts'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { useTexts } from '../parts/language.ts'
import { ProductList } from '../parts/product-list.tsx'
import { forPage, pageFailure } from '../shop/failures.ts'
import { categorySorts } from '../shop/list-filter.ts'
import { loadProducts } from '../shop/load-list.ts'
import { describePage, samePath } from '../shop/page-meta.ts'
import { keptSearch } from '../shop/page-query.ts'
import { shopContext } from '../shop/shop.ts'
import { texts } from '../texts/texts.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const shop = context.get(shopContext)
  const slug = params['slug'] ?? ''
  const url = new URL(request.url)
  const [{ brand }, list] = await forPage(
    shop,
    Promise.all([
      shop.api.catalogue(BrandPageDocument, { ...shop.locale, slug }),
      loadProducts(shop, url, categorySorts, { brands: [slug] }),
    ]),
  )
  if (brand === null) throw pageFailure(shop, 'not-found')
  const alternates = samePath(`/brands/${brand.slug}`)
  return {
    brand,
    list,
    alternates,
    meta: describePage(shop, {
      title: brand.name,
      description: texts[shop.language].brand.description(brand.name),
      alternates,
      noIndex: keptSearch(url.search) !== '',
    }),
  }
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => loaderData?.meta ?? []

/** All products here are of one brand. */
const hiddenFacets = ['brand']

export default function Brand() {
  const { brand, list } = useLoaderData<typeof loader>()
  const { texts } = useTexts()
  return (
    <div className="page">
      <Breadcrumbs categories={[]} current={brand.name} />
      <header className="page-head">
        <h1>{brand.name}</h1>
        {brand.url !== null && (
          <p>
            <a href={brand.url} rel="noopener">
              {texts.brand.site(brand.name)}
            </a>
          </p>
        )}
      </header>
      <ProductList key={brand.id} list={list} hidden={hiddenFacets} />
    </div>
  )
}
