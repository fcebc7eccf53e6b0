import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases'
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth'
import { GraphQLError, type GraphQLSchema, type ValidationContext } from 'graphql'
import type { Application } from '../application.ts'
import { features } from '../features.ts'
import { createSchema } from '../schema.ts'
import { createRateLimit } from '../security/rate-limit.ts'
import { createAdmissionPlugin } from './admission-plugin.ts'
import { createAnswerPlugin } from './answer-plugin.ts'
import { countDeprecations } from './deprecations.ts'
import { createDocumentStore, createPersistedTexts, requireTrusted } from './document-stores.ts'
import { readLocale } from './in-context.ts'
import { createLimits } from './limits.ts'
import { createErrorFormatter } from './errors.ts'
import type { ServedRequest } from './served-request.ts'
import { createTelemetryPlugin } from './telemetry-plugin.ts'
import { readTrustedDocuments } from './trusted-documents.ts'

/** graphql-armor's default; the storefront's largest operation has 257. */
const mostTokens = 1_000
/** The deepest useful path, from Query to a category of a product's variant's product, has 10 levels. */
const deepest = 12
/** graphql-armor's default. Aliases cost what they select, so this only guards validation time. */
const mostAliases = 15

/** GraphQL as this shop does it. It knows nothing of HTTP servers, so that Fastify and Lambda share it. */
export interface Graphql {
  /** Not yet started. */
  readonly apollo: ApolloServer<ServedRequest>
  readonly schema: GraphQLSchema
  /** Text of a registered document. */
  readonly textOf: (hash: string) => Promise<string | undefined>
}

/** Apollo Server with this shop's schema, limits and manners. */
export function createGraphql(application: Application): Graphql {
  const { config, log, metrics, cluster, onShard } = application
  const development = config.mode === 'development'
  const { only } = config.trustedDocuments
  const trusted = readTrustedDocuments(config.trustedDocuments.path)
  const schema = createSchema(features)
  const texts = createPersistedTexts(trusted, only, cluster, onShard)
  const apollo = new ApolloServer<ServedRequest>({
    schema,
    introspection: development,
    hideSchemaDetailsFromClientErrors: !development,
    includeStacktraceInErrorResponses: development,
    formatError: createErrorFormatter(log),
    parseOptions: { maxLexicalTokens: mostTokens },
    // armor's rules, not its plugins: those turn refusals into HTTP 500. Rules that throw would do the same.
    validationRules: [
      maxDepthRule({ n: deepest, flattenFragments: true, propagateOnRejection: false, onReject: [report] }),
      maxAliasesRule({ n: mostAliases, propagateOnRejection: false, onReject: [report] }),
    ],
    persistedQueries: { cache: texts },
    documentStore: createDocumentStore(trusted, only),
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    logger: log,
    nodeEnv: config.mode,
    plugins: [
      createTelemetryPlugin(metrics, trusted),
      createAdmissionPlugin([
        requireTrusted(trusted, only),
        createLimits(schema, config.limits, createRateLimit(config.limits, cluster, onShard, log), metrics),
        readLocale,
        countDeprecations(metrics),
      ]),
      createAnswerPlugin(config.limits),
      // Costs a third of the throughput (1,258 to 1,695 requests a second without it) for headers that are made elsewhere.
      ApolloServerPluginCacheControlDisabled(),
      // Nothing leaves the machine unasked.
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
  })
  return { apollo, schema, textOf: (hash) => texts.get(hash) }
}

function report(context: ValidationContext | null, error: GraphQLError): void {
  context?.reportError(new GraphQLError(error.message.replace('Syntax Error: ', '')))
}
