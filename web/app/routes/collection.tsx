import { type LoaderFunctionArgs, type MetaArgs, redirect, useLoaderData } from 'react-router'
import { CollectionPageDocument } from '../../generated/graphql.ts'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { ProductList } from '../parts/product-list.tsx'
import { forPage, pageFailure } from '../shop/failures.ts'
import { collectionSorts } from '../shop/list-filter.ts'
import { loadProducts } from '../shop/load-list.ts'
import { describePage, slugPaths } from '../shop/page-meta.ts'
import { keptSearch } from '../shop/page-query.ts'
import { shopContext } from '../shop/shop.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const shop = context.get(shopContext)
  const slug = params['slug'] ?? ''
  const url = new URL(request.url)
  const [{ collection }, list] = await forPage(
    shop,
    Promise.all([
      shop.api.catalogue(CollectionPageDocument, { ...shop.locale, slug }),
      loadProducts(shop, url, collectionSorts, { collection: slug }),
    ]),
  )
  if (collection === null) throw pageFailure(shop, 'not-found')
  const search = keptSearch(url.search)
  if (collection.slug !== slug) {
    throw redirect(`/${shop.language}/collections/${collection.slug}${search}`, 301)
  }
  const alternates = slugPaths('collections', collection.slug, collection.alternates)
  return {
    collection,
    list,
    alternates,
    meta: describePage(shop, {
      title: collection.seo.title,
      description: collection.seo.description,
      alternates,
      image: collection.image?.url,
      noIndex: search !== '',
    }),
  }
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => loaderData?.meta ?? []

export default function Collection() {
  const { collection, list } = useLoaderData<typeof loader>()
  return (
    <div className="page">
      <Breadcrumbs categories={[]} current={collection.name} />
      <header className="page-head">
        <h1>{collection.name}</h1>
        {collection.description !== null && <p className="lead">{collection.description}</p>}
      </header>
      <ProductList key={collection.id} list={list} />
    </div>
  )
}
