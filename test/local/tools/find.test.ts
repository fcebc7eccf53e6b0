import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { findTool } from '../../../local/tools/find.ts'
import { redis, remedy } from '../../../local/tools/tools.ts'

describe('finding a tool', () => {
  test('takes the one that the variable names, before the PATH', async () => {
    const folder = await makeFolder()
    const wanted = await program(folder, 'my-redis', 'Redis server v=7.2.1 sha=0')
    await program(folder, 'redis-server', 'Redis server v=7.0.0 sha=0')
    const found = await findTool(redis, { REDIS_SERVER: wanted, PATH: folder }, folder)
    expect(found).toMatchObject({ command: wanted, major: 7, environment: {} })
  })

  test.each(['/nonexistent/redis', '/bin/ls'])(
    'does not pass over a variable that names %s',
    async (wanted) => {
      const folder = await makeFolder()
      await program(folder, 'redis-server', 'Redis server v=7.0.0 sha=0')
      const environment = { REDIS_SERVER: wanted, PATH: folder }
      await expect(findTool(redis, environment, folder)).rejects.toThrow(
        /^REDIS_SERVER names '\/.+', which does not run as .* correct it or unset it\.$/,
      )
    },
  )

  test('prefers Valkey on the PATH, and passes over versions that are too old', async () => {
    const folder = await makeFolder()
    const server = await program(folder, 'redis-server', 'Redis server v=7.0.0 sha=0')
    await program(folder, 'valkey-server', 'Valkey server v=5.0.0 sha=0')
    expect((await findTool(redis, { PATH: folder }, folder))?.command).toBe(server)
    const valkey = await program(folder, 'valkey-server', 'Valkey server v=8.1.1 sha=0')
    expect((await findTool(redis, { PATH: folder }, folder))?.command).toBe(valkey)
  })

  test('takes a fetched one last, with the libraries fetched with it', async () => {
    const folder = await makeFolder()
    const libraries = join(folder, 'redis/usr/lib/x86_64-linux-gnu')
    await mkdir(libraries, { recursive: true })
    await mkdir(join(folder, 'redis/bin'))
    const fetched = await program(join(folder, 'redis/bin'), 'redis-server', 'Redis server v=7.0.15')
    expect(await findTool(redis, { PATH: join(folder, 'empty') }, folder)).toMatchObject({
      command: fetched,
      environment: { LD_LIBRARY_PATH: libraries },
    })
  })

  test('finds nothing where there is nothing; the remedy names ways to get it', async () => {
    const folder = await makeFolder()
    expect(await findTool(redis, { PATH: folder }, folder)).toBeUndefined()
    expect(remedy(redis, 'darwin')).toContain('brew install valkey')
    expect(remedy(redis, 'linux')).toContain('REDIS_SERVER')
  })
})

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-'))
  onTestFinished(async () => rm(folder, { recursive: true }))
  return folder
}

/** A program that answers `--version`. */
async function program(folder: string, name: string, version: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, `#!/bin/sh\necho '${version}'\n`)
  await chmod(file, 0o755)
  return file
}
