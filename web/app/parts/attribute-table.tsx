import type { ProductDetails } from '../shop/variants.ts'
import { useTexts } from './language.ts'
import { Swatch } from './swatch.tsx'

/** What a product is like, a row an attribute. */
export function AttributeTable({ attributes }: Pick<ProductDetails, 'attributes'>) {
  const { texts } = useTexts()
  if (attributes.length === 0) return null
  return (
    <table className="facts">
      <caption>{texts.product.attributes}</caption>
      <tbody>
        {attributes.map(({ code, name, unit, values }) => (
          <tr key={code}>
            <th scope="row">{name}</th>
            <td>
              <ul className="facts-values">
                {values.map(({ label, colour }) => (
                  <li key={label}>
                    {colour !== null && <Swatch colour={colour} />}
                    {unit === null || label.endsWith(unit) ? label : `${label} ${unit}`}
                  </li>
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
