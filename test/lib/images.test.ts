import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { environments } from '../../lib/environments.ts'
import { resourcesOfType, synthesize } from './synthesize.ts'

const repository = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'kontor-image-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const read = (name: string) => readFileSync(join(repository, name), 'utf8')
const dockerfile = read('lib/images/resize-image.Dockerfile').replaceAll('\\\n', ' ')

describe('the image of resize-image', () => {
  it('bundles a handler that starts', () => {
    const command = /^RUN npx (esbuild .*)$/m.exec(dockerfile)?.[1]
    expect(command).toContain('--outfile=out/handler.mjs')
    const outfile = join(folder, 'handler.mjs')
    execFileSync(
      'sh',
      ['-c', `node_modules/.bin/${String(command).replace('out/handler.mjs', outfile)} --log-level=error`],
      {
        cwd: repository,
      },
    )
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'))
    const started = execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `console.log(Object.keys(await import('${pathToFileURL(outfile).href}')).join())`,
      ],
      { encoding: 'utf8', env: { TARGET_BUCKET: 'assets' } },
    )
    expect(started.trim()).toBe('handler')
  })

  it('has all that sharp needs', () => {
    const { dependencies } = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read('node_modules/sharp/package.json')))
    const needed = [
      'sharp',
      ...Object.keys(dependencies).map((name) => (name.startsWith('@img/') ? '@img' : name)),
    ]
    const copied = [...dockerfile.matchAll(/^COPY --from=dependencies \/kontor\/node_modules\/(\S+)/gm)].map(
      ([, name]) => name,
    )
    expect(copied.sort()).toEqual([...new Set(needed)].sort())
  })
})

describe('the image of the application', () => {
  const prod = synthesize(environments.prod)

  it('is one for all parts, so that they are built, scanned and released together', () => {
    const images = Object.values(resourcesOfType(prod, 'AWS::ECS::TaskDefinition')).map(({ Properties }) => {
      const [container] = Properties['ContainerDefinitions'] as [
        { Name: string; Image: unknown; Command: string[] },
      ]
      return [container.Name, container.Command, JSON.stringify(container.Image)]
    })
    expect(images.map(([name, command]) => [name, command])).toEqual([
      ['api', ['api/main.ts']],
      ['worker', ['api/worker.ts']],
      ['web', ['web/server.ts']],
    ])
    expect(new Set(images.map(([, , image]) => image)).size).toBe(1)
  })

  it('lets the worker write its mails, and nothing else', () => {
    expect(read('lib/images/Dockerfile')).toContain('VOLUME /kontor/mail')
    prod.templates['worker']?.hasResourceProperties('AWS::ECS::TaskDefinition', {
      Volumes: [{ Name: 'kontor-mail' }],
    })
  })
})
