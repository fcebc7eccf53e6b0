import {
  GraphQLError,
  getDirectiveValues,
  getVariableValues,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { defaultLocale, type Locale } from '../locale.ts'
import type { AdmissionStep } from './admission-plugin.ts'
import { clientError } from './client-errors.ts'

/** Reads @inContext before execution. Values that the schema does not know are refused by validation, or here. */
export const readLocale: AdmissionStep = ({ schema, operation, request, contextValue }) => {
  if (operation !== undefined) contextValue.locale = localeOf(schema, operation, request.variables ?? {})
}

function localeOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Record<string, unknown>,
): Locale {
  const directive = schema.getDirective('inContext')
  if (!directive || operation.directives?.every(({ name }) => name.value !== 'inContext') === true)
    return defaultLocale
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given)
  if (errors !== undefined)
    throw clientError('BAD_USER_INPUT', 400, errors.map(({ message }) => message).join(' '))
  try {
    const { language, country, currency } = getDirectiveValues(
      directive,
      operation,
      coerced,
    ) as NullableLocale
    return {
      language: language ?? defaultLocale.language,
      country: country ?? defaultLocale.country,
      currency: currency ?? defaultLocale.currency,
    }
  } catch (error) {
    if (error instanceof GraphQLError) throw clientError('BAD_USER_INPUT', 400, error.message)
    throw error
  }
}

type NullableLocale = { readonly [Key in keyof Locale]?: Locale[Key] | null }
