import { Link, type LoaderFunctionArgs, type MetaArgs, useLoaderData } from 'react-router'
import { HomeDocument } from '../../generated/graphql.ts'
import { Icon } from '../parts/icons.tsx'
import { useTexts } from '../parts/language.ts'
import { Picture } from '../parts/picture.tsx'
import { ProductGrid } from '../parts/product-grid.tsx'
import { forPage } from '../shop/failures.ts'
import { describePage, samePath } from '../shop/page-meta.ts'
import { shopContext } from '../shop/shop.ts'
import { texts } from '../texts/texts.ts'

export async function loader({ context }: LoaderFunctionArgs) {
  const shop = context.get(shopContext)
  const { categories, collections, bestSelling, newest } = await forPage(
    shop,
    shop.api.catalogue(HomeDocument, { ...shop.locale }),
  )
  const { claim, description } = texts[shop.language].shop
  const alternates = samePath('')
  return {
    categories,
    collections,
    bestSelling: bestSelling.nodes,
    newest: newest.nodes,
    alternates,
    meta: describePage(shop, { title: claim, description, alternates }),
  }
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => loaderData?.meta ?? []

/** More would be a list, and no choice. */
const mostCollections = 6

const promiseIcons = ['truck', 'calendar', 'repair'] as const

export default function Home() {
  const { categories, collections, bestSelling, newest } = useLoaderData<typeof loader>()
  const { tag, texts } = useTexts()
  const shown = newest.slice(0, 3)
  return (
    <>
      <section className="hero">
        <div className="hero-text">
          <h1>{texts.home.title}</h1>
          <p className="lead">{texts.home.lead}</p>
          <a className="button button-large" href="#newest">
            {texts.home.shopAll}
          </a>
        </div>
        <ul className="hero-pictures">
          {shown.map((product) => (
            <li key={product.id}>
              <Link to={`/${tag}/p/${product.slug}`} aria-label={product.title}>
                <Picture image={product.featuredImage} alt="" isFirst />
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <div className="page">
        <section aria-labelledby="categories">
          <h2 id="categories">{texts.home.categories}</h2>
          <ul className="category-grid">
            {categories.map(({ id, slug, name, productCount, image }) => (
              <li key={id} className="category-card">
                <Picture image={image} alt="" />
                <Link to={`/${tag}/c/${slug}`} prefetch="intent">
                  {name}
                </Link>
                <span className="category-count">{texts.home.products(productCount)}</span>
              </li>
            ))}
          </ul>
        </section>
        {collections.length > 0 && (
          <section aria-labelledby="collections">
            <h2 id="collections">{texts.home.collections}</h2>
            <ul className="collection-grid">
              {collections.slice(0, mostCollections).map(({ id, slug, name, description, image }) => (
                <li key={id} className="collection-card">
                  {image !== null && <Picture image={image} alt="" />}
                  <h3>
                    <Link to={`/${tag}/collections/${slug}`} prefetch="intent">
                      {name}
                    </Link>
                  </h3>
                  {description !== null && <p>{description}</p>}
                </li>
              ))}
            </ul>
          </section>
        )}
        <section aria-labelledby="best-selling">
          <h2 id="best-selling">{texts.home.bestSelling}</h2>
          <ProductGrid products={bestSelling} />
        </section>
        <ul className="promises">
          {texts.shop.promises.map(({ title, text }, index) => (
            <li key={title}>
              <Icon name={promiseIcons[index] ?? 'done'} />
              <h3>{title}</h3>
              <p>{text}</p>
            </li>
          ))}
        </ul>
        <section aria-labelledby="newest">
          <h2 id="newest">{texts.home.newest}</h2>
          <ProductGrid products={newest} />
        </section>
      </div>
    </>
  )
}
