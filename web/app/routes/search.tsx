import { Link, type LoaderFunctionArgs, type MetaArgs, redirect, useLoaderData } from 'react-router'
import { SearchDocument } from '../../generated/graphql.ts'
import { isRefusal } from '../api/errors.ts'
import { useTexts } from '../parts/language.ts'
import { Pagination } from '../parts/pagination.tsx'
import { ProductGrid } from '../parts/product-grid.tsx'
import { useRootData } from '../parts/root-data.ts'
import { forPage } from '../shop/failures.ts'
import { pageSize } from '../shop/list-filter.ts'
import { cursorOf, pageLinks } from '../shop/page-cursors.ts'
import { describePage } from '../shop/page-meta.ts'
import { type Shop, shopContext } from '../shop/shop.ts'
import { texts } from '../texts/texts.ts'

/** As long as the API accepts. */
const maximumQueryLength = 200

async function find(shop: Shop, query: string, url: URL) {
  try {
    const { search } = await shop.api.catalogue(SearchDocument, {
      ...shop.locale,
      query,
      first: pageSize,
      after: cursorOf(url.searchParams) ?? null,
    })
    return search
  } catch (error) {
    if (!isRefusal(error, 'BAD_CURSOR')) throw error
    url.searchParams.delete('after')
    throw redirect(url.pathname + url.search)
  }
}

export async function loader({ context, request }: LoaderFunctionArgs) {
  const shop = context.get(shopContext)
  const url = new URL(request.url)
  const query = (url.searchParams.get('q') ?? '').trim().slice(0, maximumQueryLength)
  const title = texts[shop.language].search.title
  const meta = describePage(shop, { title: query === '' ? title : `${query} · ${title}`, noIndex: true })
  if (query === '') return { query, products: [], totalCount: 0, links: { number: 1 }, meta }
  const found = await forPage(shop, find(shop, query, url))
  return {
    query,
    products: found.nodes,
    totalCount: found.totalCount,
    links: pageLinks(url.searchParams, found.pageInfo),
    meta,
  }
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => loaderData?.meta ?? []

export default function Search() {
  const { query, products, totalCount, links } = useLoaderData<typeof loader>()
  const { tag, texts } = useTexts()
  const categories = useRootData()?.categories ?? []
  if (products.length > 0) {
    return (
      <div className="page">
        <div className="page-head" role="status">
          <h1>{texts.search.results(query, totalCount)}</h1>
        </div>
        <ProductGrid products={products} eager={4} level={2} />
        <Pagination links={links} />
      </div>
    )
  }
  return (
    <div className="page message">
      <div role="status">
        <h1>{query === '' ? texts.search.title : texts.search.none(query)}</h1>
      </div>
      <p className="lead">{query === '' ? texts.search.empty : texts.search.noneHelp}</p>
      <ul className="chips">
        {categories.map(({ id, slug, name }) => (
          <li key={id}>
            <Link className="chip" to={`/${tag}/c/${slug}`}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
