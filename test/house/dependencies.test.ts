import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}
const versions = { ...manifest.dependencies, ...manifest.devDependencies }

test('every dependency is pinned exactly', () => {
  const floating = Object.entries(versions).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  )
  expect(floating).toEqual([])
})

test('docs/dependencies.md says why for every dependency, and names none that is gone', () => {
  const rows = readFileSync('docs/dependencies.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  const explained = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  )
  const used = Object.keys(versions).filter((name) => !name.startsWith('@types/'))
  expect(explained.filter((name) => name !== '@types/*').sort()).toEqual(used.sort())
})
