import { useId } from 'react'
import { Form, Link, useNavigation } from 'react-router'
import type { CartFragment } from '../../generated/graphql.ts'
import { formatMoney } from '../shop/money.ts'
import { maximumQuantity } from '../shop/variants.ts'
import { FormSecrets } from './form-secrets.tsx'
import { useTexts } from './language.ts'
import { Picture } from './picture.tsx'

/** One line of the cart, with a form to change its quantity or remove it. */
export function CartLine({ line, formKey }: { line: CartFragment['lines'][number]; formKey: string }) {
  const { tag, texts } = useTexts()
  const navigation = useNavigation()
  const id = useId()
  const { variant } = line
  const { product } = variant
  const path = `/${tag}/p/${product.slug}?variant=${encodeURIComponent(variant.sku)}`
  const name = variant.title === '' ? product.title : `${product.title}, ${variant.title}`
  const isChanging = navigation.formData?.get('variant') === variant.id
  return (
    <li className="cart-line" aria-busy={isChanging}>
      <Picture image={variant.image ?? product.featuredImage} alt="" />
      <div className="cart-line-text">
        <h2>
          <Link to={path}>{product.title}</Link>
        </h2>
        {variant.title !== '' && <p>{variant.title}</p>}
        <p className="cart-line-each">{texts.cart.each(formatMoney(line.unitPrice, tag))}</p>
        {!variant.availableForSale && <p className="problem">{texts.product.soldOut}</p>}
      </div>
      <Form className="cart-line-form" method="post">
        <FormSecrets formKey={formKey} />
        <input type="hidden" name="variant" value={variant.id} />
        <label className="visually-hidden" htmlFor={id}>
          {texts.cart.quantityOf(name)}
        </label>
        <input
          key={line.quantity}
          id={id}
          name="quantity"
          type="number"
          inputMode="numeric"
          min={0}
          max={maximumQuantity}
          defaultValue={line.quantity}
          required
        />
        <button type="submit" className="button button-quiet">
          {texts.cart.update}
        </button>
        <button
          type="submit"
          className="button button-plain"
          name="remove"
          value="1"
          formNoValidate
          aria-label={texts.cart.removeNamed(name)}
        >
          {texts.cart.remove}
        </button>
      </Form>
      <p className="cart-line-total">{formatMoney(line.total, tag)}</p>
    </li>
  )
}
