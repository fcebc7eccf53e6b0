import { createHash, randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readTrustedDocuments } from '../../../api/graphql/trusted-documents.ts'

const text = 'query Home { categories { id } }'
const hash = createHash('sha256').update(text).digest('hex')

function written(content: string): string {
  const path = join(tmpdir(), `documents-${randomUUID()}.json`)
  writeFileSync(path, content)
  return path
}

test('knows the documents of the manifest and no others', () => {
  const trusted = readTrustedDocuments(written(JSON.stringify({ [hash]: text })))
  expect(trusted.has(hash)).toBe(true)
  expect(trusted.text(hash)).toBe(text)
  expect(trusted.has('f'.repeat(64))).toBe(false)
  expect(trusted.has(undefined)).toBe(false)
})

test('knows none without a manifest', () => {
  expect(readTrustedDocuments(undefined).has(hash)).toBe(false)
})

test('refuses a manifest whose text does not have its hash', () => {
  expect(() => readTrustedDocuments(written(JSON.stringify({ [hash]: `${text} ` })))).toThrow(
    /Build the manifest again/,
  )
})

test.each(['no json', '[]', '{"short": "{ a }"}'])('refuses %j and names the file', (content) => {
  const path = written(content)
  expect(() => readTrustedDocuments(path)).toThrow(path)
})
