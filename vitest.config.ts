import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

const integration = 'test/**/*.integration.test.ts'
const browser = 'test/**/*.browser.test.ts'
const infra = ['test/lib/**/*.test.ts', 'test/bin/**/*.test.ts']

export default defineConfig({
  // graphql ships CommonJS and ES modules. Node gives everybody the first; Vite would give our sources the second,
  // and two copies do not accept each other's types.
  resolve: { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }] },
  test: {
    // The runtime of the tests is the one of production: npm scripts put node@24 first on the PATH.
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [integration, browser, ...infra],
        },
      },
      {
        extends: true,
        // The first synthesis of a file takes longer than the default of 5 s.
        test: { name: 'infra', include: infra, testTimeout: 120_000, hookTimeout: 180_000 },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [integration],
          globalSetup: ['test/local-environment.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [browser],
          globalSetup: ['test/local-shop.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
