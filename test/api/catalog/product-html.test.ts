import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excerptOf, sanitizeProductHtml } from '../../../api/catalog/product-html.ts'

describe('sanitizeProductHtml', () => {
  test.each([
    ['<p>Solid <b>oak</b></p>', '<p>Solid <b>oak</b></p>'],
    ['<script>steal()</script>Text', 'Text'],
    ['<p onclick="steal()" style="position:fixed" id="price" class="x">Text</p>', '<p>Text</p>'],
    ['<a href="javascript:steal()">Link</a>', '<a>Link</a>'],
    ['<a href="//evil.example">Link</a>', '<a>Link</a>'],
    ['<a href="/products/oak" onfocus="x">Link</a>', '<a href="/products/oak">Link</a>'],
    ['<img src="/assets/a.svg" onerror="steal()">', '<img src="/assets/a.svg" loading="lazy" />'],
    ['<img src="http://tracker.example/x.gif">', '<img loading="lazy" />'],
    ['<iframe src="https://evil.example"></iframe><form><input name="card"></form>', ''],
    ['<svg><style>*{}</style></svg>', ''],
    ['<h1>Title</h1>', '<h2>Title</h2>'],
    ['a\u0000b', 'ab'],
    ['<p>unclosed', '<p>unclosed</p>'],
  ])('%s', (html, safe) => {
    expect(sanitizeProductHtml(html)).toBe(safe)
  })

  test('leaves what it made as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '/', '"', '&', ';', 'p', 'img', ' src=', 'a', ' ') }),
        (html) => {
          const once = sanitizeProductHtml(html)
          expect(sanitizeProductHtml(once)).toBe(once)
        },
      ),
    )
  })
})

describe('excerptOf', () => {
  test.each([
    [
      '<h2>Oak</h2><p>Solid &amp; <b>warm</b></p><ul><li>One</li><li>Two</li></ul>',
      'Oak Solid & warm One Two',
    ],
    ['<style>p{}</style><script>x</script>Text', 'Text'],
    ['5 &lt; 6 &uuml;&nbsp;cm', '5 < 6 ü cm'],
    ['', ''],
  ])('of %s', (html, text) => {
    expect(excerptOf(html)).toBe(text)
  })

  test('cuts between words', () => {
    const excerpt = excerptOf(`<p>${'word '.repeat(100)}</p>`)
    expect(excerpt).toMatch(/^(word )+word…$/)
    expect(excerpt.length).toBeGreaterThan(290)
  })

  test('fits its column and is text, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2000 }), (html) => {
        const excerpt = excerptOf(html)
        expect(excerpt.length).toBeLessThanOrEqual(300)
        expect(excerpt.isWellFormed()).toBe(true)
        expect(excerpt).not.toContain('\u0000')
      }),
    )
  })

  test('does not cut an emoji in two', () => {
    expect(excerptOf('🪑'.repeat(200)).isWellFormed()).toBe(true)
  })
})
