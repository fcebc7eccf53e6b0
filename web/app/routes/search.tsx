import { Link, type LoaderFunctionArgs, type MetaArgs, useLoaderData } from 'react-router'
import { NothingFoundDocument, SearchDocument } from '../../generated/graphql.ts'
import { useTexts } from '../parts/language.ts'
import { ProductGrid } from '../parts/product-grid.tsx'
import { ProductList } from '../parts/product-list.tsx'
import { useRootData } from '../parts/root-data.ts'
import { forPage } from '../shop/failures.ts'
import { isFiltered, productFilter, searchSorts } from '../shop/list-filter.ts'
import { loadList } from '../shop/load-list.ts'
import { describePage } from '../shop/page-meta.ts'
import { type Shop, shopContext } from '../shop/shop.ts'
import { texts } from '../texts/texts.ts'

/** As long as the API accepts. */
const maximumQueryLength = 200

function find(shop: Shop, query: string, url: URL) {
  return loadList(url, {
    sorts: searchSorts,
    query,
    load: async (page, filter) => {
      const { search } = await shop.api.catalogue(SearchDocument, {
        ...shop.locale,
        ...page,
        query,
        filter: productFilter(filter, shop.locale.currency),
      })
      return search
    },
  })
}

/** What others like, for who found nothing. */
async function findInstead(shop: Shop) {
  const { products } = await shop.api.catalogue(NothingFoundDocument, { ...shop.locale })
  return products.nodes
}

export async function loader({ context, request }: LoaderFunctionArgs) {
  const shop = context.get(shopContext)
  const url = new URL(request.url)
  const query = (url.searchParams.get('q') ?? '').trim().slice(0, maximumQueryLength)
  const title = texts[shop.language].search.title
  const meta = describePage(shop, { title: query === '' ? title : `${query} · ${title}`, noIndex: true })
  const list = query === '' ? undefined : await forPage(shop, find(shop, query, url))
  const isNothing = list === undefined || (list.totalCount === 0 && !isFiltered(list.filter))
  return { query, list, instead: isNothing ? await forPage(shop, findInstead(shop)) : undefined, meta }
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => loaderData?.meta ?? []

export default function Search() {
  const { query, list, instead } = useLoaderData<typeof loader>()
  const { tag, texts } = useTexts()
  const categories = useRootData()?.categories ?? []
  if (list !== undefined && instead === undefined) {
    return (
      <div className="page">
        <header className="page-head">
          <h1>{texts.search.results(query)}</h1>
        </header>
        <ProductList key={query} list={list} />
      </div>
    )
  }
  return (
    <div className="page">
      <div className="message">
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
      {instead !== undefined && instead.length > 0 && (
        <section aria-labelledby="instead">
          <h2 id="instead">{texts.home.bestSelling}</h2>
          <ProductGrid products={instead} />
        </section>
      )}
    </div>
  )
}
