import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { hashInlineScripts } from '../../web/app/shop/inline-scripts.ts'

const nonce = 'Zm9vYmFyYmF6cXV4MTIzNA=='
const hashOf = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`

it('names our own inline scripts by their hashes, each once, and leaves no nonce behind', () => {
  const { html, sources } = hashInlineScripts(
    `<link rel="modulepreload" nonce="${nonce}" href="/a.js"><script nonce="${nonce}">one()</script>` +
      `<script type="module" nonce="${nonce}" async="">import "/b.js"\n</script>` +
      `<script nonce="${nonce}">one()</script><script nonce="${nonce}" src="/a.js"></script>`,
    nonce,
  )
  expect(sources).toEqual([hashOf('one()'), hashOf('import "/b.js"\n')])
  expect(html).not.toContain('nonce')
  expect(html).toContain('<script>one()</script>')
})

it('does not bless a script that came in with the data: it cannot know the nonce of this rendering', () => {
  const { sources } = hashInlineScripts(
    `<p><script>stolen()</script><script nonce="guessed">stolen()</script></p><script nonce="${nonce}">ours()</script>`,
    nonce,
  )
  expect(sources).toEqual([hashOf('ours()')])
})

it('gives the same bytes whatever the nonce was', () => {
  const page = (each: string) => hashInlineScripts(`<script nonce="${each}">one()</script>`, each)
  expect(page('AAAA')).toEqual(page('BBBB'))
})
