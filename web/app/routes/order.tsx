import { Link, type LoaderFunctionArgs, type MetaArgs, useLoaderData } from 'react-router'
import { OrderDocument } from '../../generated/graphql.ts'
import { AddressBlock } from '../parts/address-block.tsx'
import { CostTable } from '../parts/cost-table.tsx'
import { useTexts } from '../parts/language.ts'
import { Picture } from '../parts/picture.tsx'
import { formatDate } from '../shop/dates.ts'
import { forPage, pageFailure } from '../shop/failures.ts'
import { formatMoney } from '../shop/money.ts'
import { describePage } from '../shop/page-meta.ts'
import { personalShopContext } from '../shop/shop.ts'
import { texts } from '../texts/texts.ts'

export async function loader({ context, params }: LoaderFunctionArgs) {
  const shop = context.get(personalShopContext)
  const id = params['id'] ?? ''
  const { order } = await forPage(shop, shop.api.personal(OrderDocument, { ...shop.locale, id }))
  if (order === null) throw pageFailure(shop, 'not-found')
  return {
    order,
    isNew: shop.visit.session.placedOrderId === order.id,
    meta: describePage(shop, { title: texts[shop.language].order.title(order.number), noIndex: true }),
  }
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => loaderData?.meta ?? []

export default function Order() {
  const { order, isNew } = useLoaderData<typeof loader>()
  const { tag, texts } = useTexts()
  return (
    <div className="page">
      <header className="page-head">
        {isNew ? (
          <>
            <h1>{texts.order.thanks}</h1>
            <p className="lead">{texts.order.placed(order.number)}</p>
            <p>{texts.order.mail(order.email)}</p>
          </>
        ) : (
          <h1>{texts.order.title(order.number)}</h1>
        )}
      </header>
      <div className="with-docket">
        <div className="review">
          <section>
            <h2>{texts.order.deliveredTo}</h2>
            <AddressBlock address={order.deliveryAddress} />
            <p>{order.shippingMethod.name}</p>
          </section>
          <section>
            <h2>{texts.order.orderedOn}</h2>
            <p>{formatDate(order.placedAt ?? order.createdAt, tag)}</p>
            <p className={`status status-${order.status.toLowerCase()}`} data-testid="order-status">
              {texts.order.statuses[order.status]}
            </p>
            <p className="field-help">{texts.order.keep}</p>
          </section>
        </div>
        <aside className="docket" aria-labelledby="summary">
          <h2 id="summary">
            <span data-testid="order-number">{order.number}</span>
          </h2>
          <ul className="docket-lines">
            {order.lines.map(({ id, title, variantTitle, quantity, total, image, productSlug }) => (
              <li key={id}>
                <Picture image={image} alt="" />
                <span className="docket-text">
                  <span>
                    {quantity} × <Link to={`/${tag}/p/${productSlug}`}>{title}</Link>
                  </span>
                  <small>{variantTitle}</small>
                </span>
                <span className="docket-sum">{formatMoney(total, tag)}</span>
              </li>
            ))}
          </ul>
          <CostTable cost={order.cost} isShippingKnown />
        </aside>
      </div>
    </div>
  )
}
