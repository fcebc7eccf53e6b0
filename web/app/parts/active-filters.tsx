import type { FacetFragment } from '../../generated/graphql.ts'
import { isFiltered, type ListFilter, withoutFilter } from '../shop/list-filter.ts'
import type { ListData } from '../shop/load-list.ts'
import { useTexts } from './language.ts'
import { ListLink } from './list-link.tsx'
import { useRootData } from './root-data.ts'

interface ActiveFilter {
  readonly key: string
  readonly label: string
  /** The filter without it. */
  readonly without: ListFilter
}

/** What is chosen, each with a link that takes it away. */
export function ActiveFilters({ list }: { list: ListData }) {
  const { texts } = useTexts()
  const currency = useRootData()?.currency ?? 'EUR'
  const { filter, facets } = list
  if (!isFiltered(filter)) return null
  const chips = [
    ...priceChip(filter, currency, texts.category),
    ...(filter.available
      ? [{ key: 'available', label: texts.category.available, without: { ...filter, available: false } }]
      : []),
    ...slugChips(filter, facets),
    ...attributeChips(filter, facets, texts.category),
  ]
  return (
    <nav aria-label={texts.category.active}>
      <ul className="chips">
        {chips.map(({ key, label, without }) => (
          <li key={key}>
            <ListLink className="chip chip-active" list={list} filter={without}>
              <span className="visually-hidden">{texts.category.remove} </span>
              {label} <span aria-hidden="true">×</span>
            </ListLink>
          </li>
        ))}
        <li>
          <ListLink className="chip chip-reset" list={list} filter={withoutFilter(filter)}>
            {texts.category.reset}
          </ListLink>
        </li>
      </ul>
    </nav>
  )
}

interface RangeTexts {
  readonly from: string
  readonly until: string
}

function rangeText(from: string, until: string, unit: string, texts: RangeTexts): string {
  const end = unit === '' ? '' : ` ${unit}`
  if (from === '') return `${texts.until} ${until}${end}`
  if (until === '') return `${texts.from} ${from}${end}`
  return `${from}–${until}${end}`
}

function priceChip(filter: ListFilter, currency: string, texts: RangeTexts): ActiveFilter[] {
  const { from, until } = filter
  if (from === '' && until === '') return []
  return [
    {
      key: 'price',
      label: rangeText(from, until, currency, texts),
      without: { ...filter, from: '', until: '' },
    },
  ]
}

/** Names come from the facets; what nothing matches any more is not in them and shows its code, which reads well enough. */
function labelOf(facets: readonly FacetFragment[], code: string, value: string): string {
  const facet = facets.find((each) => each.code === code)
  const known = facet?.options.find((option) => option.value === value)?.label
  return known ?? value.charAt(0).toUpperCase() + value.slice(1).replaceAll('-', ' ')
}

function slugChips(filter: ListFilter, facets: readonly FacetFragment[]): ActiveFilter[] {
  const { category, brands } = filter
  return [
    ...(category === undefined
      ? []
      : [
          {
            key: 'category',
            label: labelOf(facets, 'category', category),
            without: { ...filter, category: undefined },
          },
        ]),
    ...brands.map((brand) => ({
      key: `brand ${brand}`,
      label: labelOf(facets, 'brand', brand),
      without: { ...filter, brands: brands.filter((each) => each !== brand) },
    })),
  ]
}

function attributeChips(
  filter: ListFilter,
  facets: readonly FacetFragment[],
  texts: RangeTexts,
): ActiveFilter[] {
  return filter.attributes.flatMap((choice) => {
    const { code } = choice
    const facet = facets.find((each) => each.code === code)
    const name = facet?.name ?? code
    const others = filter.attributes.filter((each) => each.code !== code)
    const withoutAll = { ...filter, attributes: others }
    switch (choice.kind) {
      case 'options':
        return choice.options.map((option) => {
          const left = choice.options.filter((each) => each !== option)
          return {
            key: `${code} ${option}`,
            label: labelOf(facets, code, option),
            without:
              left.length === 0
                ? withoutAll
                : { ...filter, attributes: [...others, { ...choice, options: left }] },
          }
        })
      case 'boolean':
        return [
          {
            key: code,
            label: `${name}: ${labelOf(facets, code, String(choice.value))}`,
            without: withoutAll,
          },
        ]
      case 'range':
        return [
          {
            key: code,
            label: `${name}: ${rangeText(choice.from, choice.until, facet?.unit ?? '', texts)}`,
            without: withoutAll,
          },
        ]
    }
  })
}
