import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const folders = ['api', 'bin', 'lambda', 'lib', 'local', 'migrations', 'web']

async function sourceFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true })
  return entries
    .map((entry) => `${folder}/${entry}`)
    .filter(
      (path) =>
        /\.tsx?$/.test(path) && !/\.d\.ts$|\/(generated|build|\.react-router|node_modules)\//.test(path),
    )
}

test('imports run one way, and the lint has seen every source file', { timeout: 60_000 }, async () => {
  const { stdout } = await promisify(execFile)(
    'node_modules/.bin/depcruise',
    ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders],
    { maxBuffer: 256 * 1024 * 1024 },
  ).catch((error: unknown) => error as { stdout: string })
  const report = JSON.parse(stdout) as {
    modules: { source: string }[]
    summary: { violations: { rule: { name: string }; from: string; to: string }[] }
  }
  const violations = report.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
  expect(violations).toEqual([])

  // A resolver that fails silently would leave a clean report of nothing (seen with TypeScript 7).
  const seen = new Set(report.modules.map(({ source }) => source))
  const files = (await Promise.all(folders.map(sourceFiles))).flat()
  expect(files.filter((file) => !seen.has(file))).toEqual([])
  expect(files.length).toBeGreaterThan(100)
})
