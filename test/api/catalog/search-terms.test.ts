import { expect, test } from 'vitest'
import { searchTerms } from '../../../api/catalog/search-terms.ts'

test.each([
  ['oak  tab ', { text: 'oak tab', finished: 'oak', prefix: 'tab' }],
  ['tab', { text: 'tab', finished: '', prefix: 'tab' }],
  ['"oak table"', { text: '"oak table"', finished: '"oak table"', prefix: '' }],
  ['red or blue', { text: 'red or blue', finished: 'red or blue', prefix: '' }],
  ['table -oak', { text: 'table -oak', finished: 'table -oak', prefix: '' }],
  ['o\u0000ak', { text: 'o ak', finished: 'o', prefix: 'ak' }],
  ['Größe XL', { text: 'Größe XL', finished: 'Größe', prefix: 'XL' }],
  // An e and a combining accent are one letter.
  ['cafe\u0301', { text: 'café', finished: '', prefix: 'café' }],
])('takes %j apart', (query, terms) => {
  expect(searchTerms(query)).toEqual(terms)
})

test.each(['', '  ', '\u0000', '🪑', '& | !', '"-"'])('finds nothing to search for in %j', (query) => {
  expect(searchTerms(query)).toBeUndefined()
})

test('takes the first 16 words', () => {
  expect(searchTerms(Array.from({ length: 40 }, (_, n) => `w${String(n)}`).join(' '))).toMatchObject({
    prefix: 'w15',
  })
})
