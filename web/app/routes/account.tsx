import { Form, Link, type LoaderFunctionArgs, type MetaArgs, useLoaderData } from 'react-router'
import { type AccountQuery, AccountDocument } from '../../generated/graphql.ts'
import { isRefusal } from '../api/errors.ts'
import { FormSecrets } from '../parts/form-secrets.tsx'
import { useTexts } from '../parts/language.ts'
import { NoticeMessage } from '../parts/notice.tsx'
import { Picture } from '../parts/picture.tsx'
import { formatDate } from '../shop/dates.ts'
import { forPage } from '../shop/failures.ts'
import { formatMoney } from '../shop/money.ts'
import { cursorOf, pageLinks } from '../shop/page-cursors.ts'
import { describePage } from '../shop/page-meta.ts'
import { type PersonalShop, personalShopContext } from '../shop/shop.ts'
import { texts } from '../texts/texts.ts'

/** Who is signed in, as the API sees it; null for a guest, also if the API no longer takes the token. */
async function loadViewer(shop: PersonalShop, after: string | undefined): Promise<AccountQuery['viewer']> {
  if (shop.visit.account === undefined) return null
  try {
    const { viewer } = await shop.api.personal(AccountDocument, { ...shop.locale, after: after ?? null })
    if (viewer === null) shop.visit.setAccount(undefined)
    return viewer
  } catch (error) {
    if (!isRefusal(error, 'UNAUTHENTICATED')) throw error
    shop.visit.setAccount(undefined)
    return null
  }
}

export async function loader({ context, request }: LoaderFunctionArgs) {
  const shop = context.get(personalShopContext)
  const parameters = new URL(request.url).searchParams
  const viewer = await forPage(shop, loadViewer(shop, cursorOf(parameters)))
  const { notice } = shop.visit.session
  if (notice !== undefined) shop.visit.updateSession({ notice: undefined })
  return {
    viewer,
    notice,
    older: viewer === null ? undefined : pageLinks(parameters, viewer.orders.pageInfo).next,
    meta: describePage(shop, { title: texts[shop.language].account.title, noIndex: true }),
  }
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => loaderData?.meta ?? []

function OrderList({ orders }: { orders: NonNullable<AccountQuery['viewer']>['orders']['nodes'] }) {
  const { tag, texts } = useTexts()
  return (
    <ul className="orders">
      {orders.map((order) => (
        <li key={order.id}>
          <div className="orders-pictures">
            {order.lines.slice(0, 3).map(({ id, image }) => (
              <Picture key={id} image={image} alt="" />
            ))}
          </div>
          <div>
            <h3>
              <Link to={`/${tag}/orders/${order.id}`}>{texts.order.title(order.number)}</Link>
            </h3>
            <p>
              {formatDate(order.createdAt, tag)} ·{' '}
              {texts.account.pieces(order.lines.reduce((sum, line) => sum + line.quantity, 0))}
            </p>
          </div>
          <p className={`status status-${order.status.toLowerCase()}`}>
            {texts.order.statuses[order.status]}
          </p>
          <p className="orders-total">{formatMoney(order.cost.total, tag)}</p>
        </li>
      ))}
    </ul>
  )
}

export default function Account() {
  const { viewer, notice, older } = useLoaderData<typeof loader>()
  const { tag, texts } = useTexts()
  if (viewer === null) {
    return (
      <div className="page message">
        <NoticeMessage notice={notice} />
        <h1>{texts.account.title}</h1>
        <p className="lead">{texts.account.guest}</p>
        <p className="message-actions">
          <a className="button button-large" href={`/${tag}/account/sign-in`} rel="nofollow">
            {texts.account.signIn}
          </a>
        </p>
      </div>
    )
  }
  return (
    <div className="page">
      <NoticeMessage notice={notice} />
      <header className="page-head page-head-row">
        <div>
          <h1>{texts.account.hello(viewer.name ?? viewer.email)}</h1>
          <p>{viewer.email}</p>
        </div>
        <Form method="post" action={`/${tag}/account/sign-out`} reloadDocument>
          <FormSecrets />
          <button type="submit" className="button button-quiet">
            {texts.account.signOut}
          </button>
        </Form>
      </header>
      <section aria-labelledby="orders">
        <h2 id="orders">{texts.account.orders}</h2>
        {viewer.orders.nodes.length === 0 ? (
          <p>{texts.account.noOrders}</p>
        ) : (
          <OrderList orders={viewer.orders.nodes} />
        )}
        {older !== undefined && (
          <p>
            <Link className="button button-quiet" to={older}>
              {texts.account.older}
            </Link>
          </p>
        )}
      </section>
    </div>
  )
}
