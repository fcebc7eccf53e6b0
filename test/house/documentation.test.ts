import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

/** Paths of the checkout in backticks, e.g. `api/schema/`; patterns and what is made at run time are left out. */
function namedPaths(text: string): string[] {
  const folders = /^(api|bin|docs|lambda|lib|local|migrations|test|web)\/[\w./-]+$/
  return [...text.matchAll(/`([^`\s]+)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => folders.test(path) && !/^web\/build|\*/.test(path))
}

function linkedPaths(page: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(page), target))
}

test.each(pages)('%s names and links only what is there', (page) => {
  const text = readFileSync(page, 'utf8')
  const paths = [...namedPaths(text), ...linkedPaths(page, text)]
  expect(paths.filter((path) => !existsSync(path))).toEqual([])
})
