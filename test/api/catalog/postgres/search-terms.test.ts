import { expect, test } from 'vitest'
import { searchTerms } from '../../../../api/catalog/postgres/search-terms.ts'

const plain = { isOpen: true, hasOperators: false }
const operators = { isOpen: false, hasOperators: true }

test.each([
  ['oak  tab ', { ...plain, text: 'oak tab', words: ['oak', 'tab'] }],
  ['tab', { ...plain, text: 'tab', words: ['tab'] }],
  ['100%', { ...plain, text: '100%', words: ['100'], isOpen: false }],
  ['solid-wood', { ...plain, text: 'solid-wood', words: ['solid', 'wood'] }],
  ["children's", { ...plain, text: "children's", words: ['children', 's'] }],
  ['"oak table"', { ...operators, text: '"oak table"', words: ['oak', 'table'] }],
  ['red or blue', { ...operators, text: 'red or blue', words: ['red', 'or', 'blue'] }],
  ['table -oak', { ...operators, text: 'table -oak', words: ['table', 'oak'] }],
  // Would find everything but oak.
  ['-oak', { ...plain, text: '-oak', words: ['oak'] }],
  ['table or -oak', { ...plain, text: 'table or -oak', words: ['table', 'or', 'oak'] }],
  ['or', { ...plain, text: 'or', words: ['or'] }],
  ['o\u0000ak', { ...plain, text: 'o ak', words: ['o', 'ak'] }],
  ['Größe XL', { ...plain, text: 'größe xl', words: ['größe', 'xl'] }],
  // An e and a combining accent are one letter.
  ['cafe\u0301', { ...plain, text: 'café', words: ['café'] }],
  ['\u202Etable\u202C', { ...plain, text: '\u202Etable\u202C', words: ['table'], isOpen: false }],
  ['طاولة', { ...plain, text: 'طاولة', words: ['طاولة'] }],
])('takes %j apart', (query, terms) => {
  expect(searchTerms(query)).toEqual(terms)
})

test.each(['', '  ', '\u0000', '🪑', '& | !', '"-"', '\u0301'])(
  'finds nothing to search for in %j',
  (query) => {
    expect(searchTerms(query)).toBeUndefined()
  },
)

test('takes the first 16 words, and 60 letters of one', () => {
  const terms = searchTerms(
    `${'x'.repeat(200)} ${Array.from({ length: 40 }, (_, n) => `w${String(n)}`).join(' ')}`,
  )
  expect(terms?.words).toHaveLength(16)
  expect(terms?.words[0]).toHaveLength(60)
  expect(terms?.words.at(-1)).toBe('w14')
})
