import { Link, type LoaderFunctionArgs, type MetaArgs, redirect, useLoaderData } from 'react-router'
import { CategoryPageDocument, ProductListDocument } from '../../generated/graphql.ts'
import { isRefusal } from '../api/errors.ts'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { useTexts } from '../parts/language.ts'
import { ListFilterForm } from '../parts/list-filter-form.tsx'
import { Pagination } from '../parts/pagination.tsx'
import { ProductGrid } from '../parts/product-grid.tsx'
import { forPage, pageFailure } from '../shop/failures.ts'
import { pageSize, productFilter, readListFilter } from '../shop/list-filter.ts'
import { cursorOf, pageLinks } from '../shop/page-cursors.ts'
import { describePage, slugPaths } from '../shop/page-meta.ts'
import { type Shop, shopContext } from '../shop/shop.ts'
import { texts } from '../texts/texts.ts'

async function loadList(shop: Shop, slug: string, url: URL) {
  const filter = readListFilter(url.searchParams)
  try {
    const { products } = await shop.api.catalogue(ProductListDocument, {
      ...shop.locale,
      first: pageSize,
      after: cursorOf(url.searchParams) ?? null,
      sort: filter.sort,
      filter: productFilter(filter, slug, shop.locale.currency),
    })
    return { products, filter }
  } catch (error) {
    // A cursor of another sort or filter, or of an old release: the list starts again from its first page.
    if (!isRefusal(error, 'BAD_CURSOR')) throw error
    url.searchParams.delete('after')
    throw redirect(url.pathname + url.search)
  }
}

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const shop = context.get(shopContext)
  const slug = params['slug'] ?? ''
  const url = new URL(request.url)
  const [{ category }, { products, filter }] = await forPage(
    shop,
    Promise.all([
      shop.api.catalogue(CategoryPageDocument, { ...shop.locale, slug }),
      loadList(shop, slug, url),
    ]),
  )
  if (category === null) throw pageFailure(shop, 'not-found')
  if (category.slug !== slug) throw redirect(`/${shop.language}/c/${category.slug}${url.search}`, 301)
  const alternates = slugPaths('c', category.slug, category.alternates)
  return {
    category,
    products: products.nodes,
    totalCount: products.totalCount,
    links: pageLinks(url.searchParams, products.pageInfo),
    filter,
    alternates,
    meta: describePage(shop, {
      title: category.name,
      description: category.description ?? texts[shop.language].category.description(category.name),
      alternates,
      image: category.image?.url,
      noIndex: url.search !== '',
    }),
  }
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => loaderData?.meta ?? []

export default function Category() {
  const { category, products, totalCount, links, filter } = useLoaderData<typeof loader>()
  const { tag, texts } = useTexts()
  return (
    <div className="page">
      <Breadcrumbs categories={category.ancestors} current={category.name} />
      <header className="page-head">
        <h1>{category.name}</h1>
        {category.description !== null && <p className="lead">{category.description}</p>}
      </header>
      {category.children.length > 0 && (
        <nav aria-label={texts.category.subcategories}>
          <ul className="chips">
            {category.children.map(({ id, slug, name, productCount }) => (
              <li key={id}>
                <Link className="chip" to={`/${tag}/c/${slug}`} prefetch="intent">
                  {name} <span className="chip-count">{productCount}</span>
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <ListFilterForm filter={filter} totalCount={totalCount} />
      {products.length === 0 ? (
        <div className="message">
          <p className="lead">{texts.category.none}</p>
          <p>{texts.category.noneHelp}</p>
          <p>
            <Link className="button" to="?">
              {texts.category.reset}
            </Link>
          </p>
        </div>
      ) : (
        <ProductGrid products={products} eager={4} level={2} />
      )}
      <Pagination links={links} />
    </div>
  )
}
