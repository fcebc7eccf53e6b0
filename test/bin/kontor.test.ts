import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const repository = join(import.meta.dirname, '../..')
const output = mkdtempSync(join(tmpdir(), 'kontor-bin-'))
afterAll(() => {
  rmSync(output, { recursive: true, force: true })
})

/** The command of the README, with nothing in its environment that could lead to an account. */
function synth(...args: string[]) {
  return spawnSync(
    join(repository, 'node_modules/.bin/cdk'),
    ['synth', '--quiet', '--strict', '--no-lookups', '--output', output, ...args],
    {
      cwd: repository,
      encoding: 'utf8',
      env: {
        PATH: `${join(repository, 'node_modules/.bin')}:/usr/bin:/bin`,
        HOME: output,
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    },
  )
}

describe('cdk synth', () => {
  it('gives the whole app with bundled functions, without an account, look-ups and Docker', () => {
    const { status, stderr } = synth('-c', 'env=prod')
    expect(status, stderr).toBe(0)
    const written = readdirSync(output)
    expect(written.filter((name) => name.endsWith('.template.json'))).toHaveLength(11)
    const bundles = written.filter((name) => existsSync(join(output, name, 'index.mjs')))
    expect(bundles.length).toBeGreaterThanOrEqual(6)
  })

  it('says which environments there are when it is given none', () => {
    const { status, stderr } = synth()
    expect(status).toBe(1)
    expect(stderr).toContain(
      'No environment was chosen: add -c env=NAME, where NAME is one of dev, staging, prod.',
    )
  })
})
