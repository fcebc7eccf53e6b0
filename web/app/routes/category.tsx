import { Link, type LoaderFunctionArgs, type MetaArgs, redirect, useLoaderData } from 'react-router'
import { CategoryPageDocument } from '../../generated/graphql.ts'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { useTexts } from '../parts/language.ts'
import { ProductList } from '../parts/product-list.tsx'
import { forPage, pageFailure } from '../shop/failures.ts'
import { categorySorts } from '../shop/list-filter.ts'
import { loadProducts } from '../shop/load-list.ts'
import { describePage, slugPaths } from '../shop/page-meta.ts'
import { shopContext } from '../shop/shop.ts'
import { texts } from '../texts/texts.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const shop = context.get(shopContext)
  const slug = params['slug'] ?? ''
  const url = new URL(request.url)
  const [{ category }, list] = await forPage(
    shop,
    Promise.all([
      shop.api.catalogue(CategoryPageDocument, { ...shop.locale, slug }),
      loadProducts(shop, url, categorySorts, { category: slug }),
    ]),
  )
  if (category === null) throw pageFailure(shop, 'not-found')
  if (category.slug !== slug) throw redirect(`/${shop.language}/c/${category.slug}${url.search}`, 301)
  const alternates = slugPaths('c', category.slug, category.alternates)
  return {
    category,
    list,
    alternates,
    meta: describePage(shop, {
      title: category.seo.title,
      description: category.description ?? texts[shop.language].category.description(category.name),
      alternates,
      image: category.image?.url,
      noIndex: url.search !== '',
    }),
  }
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => loaderData?.meta ?? []

/** Subcategories are links above the list. */
const hiddenFacets = ['category']

export default function Category() {
  const { category, list } = useLoaderData<typeof loader>()
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
      <ProductList key={category.id} list={list} hidden={hiddenFacets} />
    </div>
  )
}
