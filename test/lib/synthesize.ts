import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Stack, Validations } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks } from 'cdk-nag'
import { z } from 'zod'
import type { Environment } from '../../lib/environments.ts'
import { Kontor } from '../../lib/kontor.ts'

export interface Resource {
  readonly Type: string
  readonly Properties: Readonly<Record<string, unknown>>
  readonly DeletionPolicy?: string
  readonly UpdateReplacePolicy?: string
  readonly UpdatePolicy?: Readonly<Record<string, unknown>>
}

/** One environment's templates, as `cdk synth` writes them, but without bundling functions. */
export interface Synthesized {
  /** By part, e.g. `network`. */
  readonly templates: Readonly<Record<string, Template>>
  /** What the built-in validation and cdk-nag found, one line each; acknowledged findings are not among them. */
  readonly findings: readonly string[]
}

const { context } = z
  .object({ context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')))

const report = z.object({
  pluginReports: z.array(
    z.object({
      pluginName: z.string(),
      violations: z.array(z.object({ ruleName: z.string(), description: z.string() })),
    }),
  ),
})

export function synthesize(environment: Environment): Synthesized {
  return synthesizeApp((app) =>
    new Kontor(app, environment).node.children.filter((child) => Stack.isStack(child)),
  )
}

/** @param build - fills the app and gives the stacks to look at */
export function synthesizeApp(build: (app: App) => readonly Stack[]): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'kontor-synth-'))
  try {
    const app = new App({ outdir, context: { ...context, 'aws:cdk:bundling-stacks': [] } })
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
    const stacks = build(app)
    app.synth()
    return {
      templates: Object.fromEntries(stacks.map((stack) => [stack.node.id, Template.fromStack(stack)])),
      findings: readFindings(outdir),
    }
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}

function readFindings(outdir: string): string[] {
  const { pluginReports } = report.parse(
    JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')),
  )
  return pluginReports.flatMap(({ pluginName, violations }) =>
    violations.map(({ ruleName, description }) => `${pluginName}: ${ruleName} ${description}`),
  )
}

/** Resources of one type in all templates, by `part/logicalId`. */
export function resourcesOfType({ templates }: Synthesized, type: string): Record<string, Resource> {
  return Object.fromEntries(
    Object.entries(templates).flatMap(([part, template]) =>
      Object.entries(template.findResources(type)).map(([id, resource]) => [
        `${part}/${id}`,
        resource as Resource,
      ]),
    ),
  )
}
