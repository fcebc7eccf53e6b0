import { createHash } from 'node:crypto'
import type { CodegenConfig } from '@graphql-codegen/cli'
import { type ClientPresetConfig, preset } from '@graphql-codegen/client-preset'
import type { Types } from '@graphql-codegen/plugin-helpers'
import { type DocumentNode, Kind, type OperationDefinitionNode } from 'graphql'

/** What the client needs of an operation once its text stays at home. */
function describe(document: DocumentNode): { operation: string; name: string } {
  const definition = document.definitions.find(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  )
  if (definition?.name === undefined) throw new Error('Every operation in web/operations needs a name.')
  return { operation: definition.operation, name: definition.name.value }
}

/** The client preset, without the tag function that a project with `.graphql` files has no use for. */
const typedOperations: Types.OutputPreset<ClientPresetConfig> = {
  ...preset,
  async buildGeneratesSection(options) {
    const sections = await preset.buildGeneratesSection(options)
    return sections
      .filter(({ filename }) => /(?:graphql\.ts|persisted-documents\.json)$/.test(filename))
      .map((section) => ({
        ...section,
        filename: section.filename.replace('persisted-documents.json', 'documents.json'),
      }))
  },
}

/**
 * Types of the storefront's operations, and the trusted documents (sha256 of an operation -> its text) that the
 * API accepts from it. Run by `npm run generate` after every change to `operations/` or to
 * the schema; a test fails while the result is not committed.
 */
const config: CodegenConfig = {
  schema: '../api/schema/*.graphql',
  documents: 'operations/*.graphql',
  generates: {
    'generated/': {
      preset: typedOperations,
      presetConfig: {
        fragmentMasking: false,
        onExecutableDocumentNode: describe,
        persistedDocuments: {
          mode: 'replaceDocumentWithHash',
          hashAlgorithm: (operation: string) => createHash('sha256').update(operation).digest('hex'),
        },
      },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        defaultScalarType: 'unknown',
        scalars: { DateTime: 'string', ID: 'string' },
      },
    },
  },
}

export default config
