import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { generate } from '@graphql-codegen/cli'
import { describe, expect, it } from 'vitest'
import config from '../../web/codegen.ts'
import documents from '../../web/generated/documents.json' with { type: 'json' }

const web = new URL('../../web/', import.meta.url)

describe('web/generated', () => {
  it('is what codegen makes of the schema and the operations: run `npm run generate` and commit', async () => {
    const files = (await generate({ ...config, cwd: web.pathname, silent: true }, false)) as {
      filename: string
      content: string
    }[]
    expect(files.map(({ filename }) => filename.split('/').at(-1)).sort()).toEqual([
      'documents.json',
      'graphql.ts',
    ])
    for (const { filename, content } of files) {
      const committed = await readFile(new URL(`generated/${filename.split('/').at(-1) ?? ''}`, web), 'utf8')
      expect(committed).toBe(content)
    }
  })

  it('maps each document’s sha256 to its text', () => {
    const hashes = Object.entries(documents).map(([hash, text]) => [
      hash,
      createHash('sha256').update(text).digest('hex'),
    ])
    expect(hashes.length).toBeGreaterThan(10)
    for (const [hash, computed] of hashes) expect(computed).toBe(hash)
  })
})
