import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { App, Duration, Stack } from 'aws-cdk-lib'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { environments } from '../../lib/environments.ts'
import { NodeFunction } from '../../lib/node-function.ts'

const outdir = mkdtempSync(join(tmpdir(), 'kontor-bundle-'))
afterAll(() => {
  rmSync(outdir, { recursive: true, force: true })
})

/** Bundles the API as a deployment would. @returns the folder that Lambda would get */
function bundle(): string {
  const app = new App({ outdir })
  const stack = new Stack(app, 'bundle')
  new NodeFunction(stack, 'Graphql', {
    environment: environments.dev,
    entry: 'graphql',
    description: 'The largest bundle, with the most dependencies of other people',
    timeout: Duration.seconds(20),
    folders: { 'api/schema': 'schema', 'web/generated/documents.json': 'documents.json' },
  })
  const folder = readdirSync(outdir).find((name) => existsSync(join(outdir, name, 'index.mjs')))
  if (folder === undefined) throw new Error('Nothing was bundled')
  return join(outdir, folder)
}

const ask = `
  const { handler } = await import(process.argv[1])
  const answer = await handler(
    {
      requestContext: { elb: { targetGroupArn: 'test' } },
      httpMethod: 'POST', path: '/graphql', queryStringParameters: {},
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.1' },
      body: JSON.stringify({ query: '{ __typename }' }), isBase64Encoded: false,
    },
    { awsRequestId: 'test' },
  )
  process.stdout.write('answer:' + JSON.stringify(answer) + '\\n', () => process.exit(0))
`

const albAnswer = z.object({ statusCode: z.number(), body: z.string() })

describe('the bundle of the API', () => {
  it('starts by itself and answers a load balancer, with neither node_modules nor the repository beside it', () => {
    const folder = bundle()
    const output = execFileSync(
      process.execPath,
      ['--input-type=module', '--eval', ask, pathToFileURL(join(folder, 'index.mjs')).href],
      {
        cwd: folder,
        encoding: 'utf8',
        timeout: 60_000,
        env: {
          // Nothing listens there: only what needs a database may fail.
          DATABASE_WRITER_URL: 'postgres://kontor@127.0.0.1:1/kontor',
          DATABASE_TLS: 'disable',
          CACHE_NODES: '127.0.0.1:1',
          CACHE_TLS: 'false',
          PUBLIC_ORIGIN: 'https://shop.example',
          OIDC_ISSUER: 'http://127.0.0.1:1',
          OIDC_AUDIENCE: 'kontor',
          TRACER: 'xray',
          TRUSTED_DOCUMENTS: join(folder, 'documents.json'),
          LOG_LEVEL: 'silent',
        },
      },
    )
    const answer = albAnswer.parse(JSON.parse(/^answer:(.*)$/m.exec(output)?.[1] ?? 'null'))
    expect(answer.statusCode).toBe(200)
    expect(JSON.parse(answer.body)).toMatchObject({ data: { __typename: 'Query' } })
  })
})
