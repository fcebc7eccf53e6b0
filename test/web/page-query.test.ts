import { readdir, readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { edge } from '../../api/contract.ts'
import { keptSearch } from '../../web/app/shop/page-query.ts'

it('keeps what pages depend on, in its order, and nothing that a stranger appends', () => {
  expect(keptSearch('?utm_source=x&after=b&q=a%20b&after=a&fbclid=1')).toBe('?after=b&q=a+b&after=a')
  expect(keptSearch('?utm_source=x')).toBe('')
  expect(keptSearch('')).toBe('')
})

it('pages read no parameter of their address that the edge does not tell them apart by', async () => {
  const folder = new URL('../../web/app/', import.meta.url)
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.tsx?$/.test(file))
  const sources = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')))
  const read = sources.join('\n').matchAll(/\b(?:parameters|searchParams)\.(?:get|getAll|has)\('(\w+)'\)/g)
  const names = [...new Set(Array.from(read, ([, name]) => name))]
  expect(names.length).toBeGreaterThan(5)
  expect(names.filter((name) => !edge.pageQuery.some((known) => known === name))).toEqual([])
})
