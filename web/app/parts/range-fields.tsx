import { useEffect, useRef } from 'react'
import type { CurrencyCode, FacetFragment } from '../../generated/graphql.ts'
import type { ListFilter } from '../shop/list-filter.ts'
import { minorToTyped } from '../shop/money.ts'
import { useTexts } from './language.ts'
import { useRootData } from './root-data.ts'

interface RangeFieldsProps {
  readonly facet: FacetFragment
  readonly filter: ListFilter
  readonly apply: () => void
}

/** Two bounds of a price, a number or a date; what there is stands in the empty fields. */
export function RangeFields({ facet, filter, apply }: RangeFieldsProps) {
  const { tag } = useTexts()
  const currency = useRootData()?.currency ?? 'EUR'
  const isPrice = facet.code === 'price'
  const isDate = /^\d{4}-/.test(facet.minimum ?? '')
  const choice = filter.attributes.find(({ code }) => code === facet.code)
  const chosen = isPrice ? filter : choice?.kind === 'range' ? choice : { from: '', until: '' }
  const hint = (bound: string | null) => (isPrice ? wholePrice(bound, currency) : decimal(bound ?? '', tag))
  const shared = { type: isDate ? 'date' : 'text', apply }
  return (
    <div className="range-fields">
      {!isPrice && <input type="hidden" name="filter" value={facet.code} />}
      <Bound
        {...shared}
        name={isPrice ? 'from' : 'filter'}
        end="from"
        value={chosen.from}
        hint={hint(facet.minimum)}
      />
      <Bound
        {...shared}
        name={isPrice ? 'until' : 'filter'}
        end="until"
        value={chosen.until}
        hint={hint(facet.maximum)}
      />
    </div>
  )
}

interface BoundProps {
  readonly type: string
  readonly name: string
  readonly end: 'from' | 'until'
  readonly value: string
  readonly hint: string
  readonly apply: () => void
}

function Bound({ type, name, end, value, hint, apply }: BoundProps) {
  const { texts } = useTexts()
  const input = useRef<HTMLInputElement>(null)
  // Not controlled, so that what somebody types is not lost to a page that arrives meanwhile.
  useEffect(() => {
    if (input.current !== null && input.current !== document.activeElement) input.current.value = value
  }, [value])
  return (
    <label>
      <span>{texts.category[end]}</span>
      <input
        ref={input}
        type={type}
        name={name}
        inputMode="decimal"
        maxLength={12}
        defaultValue={value}
        placeholder={hint}
        onBlur={(event) => {
          if (event.currentTarget.value.trim() !== value) apply()
        }}
      />
    </label>
  )
}

function wholePrice(minorUnits: string | null, currency: CurrencyCode): string {
  return minorUnits === null ? '' : minorToTyped(Number(minorUnits), currency)
}

function decimal(text: string, tag: string): string {
  return text === '' || Number.isNaN(Number(text)) ? text : new Intl.NumberFormat(tag).format(Number(text))
}
