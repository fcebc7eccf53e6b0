import { z } from 'zod'
import type { RequestContext } from '../../context.ts'
import { sql } from '../../database/statement.ts'
import { invalidByZod, invalidInput } from '../../schema/invalid-input.ts'
import { attributesTag } from '../catalog-tags.ts'
import { type ConstraintAnswers, editCatalog, recordChange, refuse } from './edit.ts'
import { catalogEdited, type CatalogEditResult, type SetArguments } from './catalog-edited.ts'
import { entryNotFound } from './entry-not-found.ts'
import { attributeCode, hyphenCode, line, names, position } from './fields.ts'

const attributeInput = z
  .object({
    code: attributeCode,
    type: z.enum(['BOOLEAN', 'COLOUR', 'DATE', 'NUMBER', 'TEXT']),
    unit: line(20).nullish(),
    isFacet: z.boolean(),
    position,
    names,
  })
  .refine(({ type, unit }) => type === 'NUMBER' || unit == null, {
    path: ['unit'],
    error: 'Only numbers have a unit.',
  })

const inUse = invalidInput(
  ['input', 'type'],
  'Products, options or rules use the attribute as it is. Make another one for another type.',
  'ATTRIBUTE_IN_USE',
)

const constraints: ConstraintAnswers = {
  product_attribute_attribute_id_type_fkey: inUse,
  attribute_option_attribute_id_type_fkey: inUse,
  collection_condition_attribute_id_attribute_type_fkey: inUse,
}

/** `Mutation.attributeSet`. */
export async function attributeSet(
  { input, idempotencyKey }: SetArguments<z.input<typeof attributeInput>>,
  context: RequestContext,
): Promise<CatalogEditResult> {
  const parsed = attributeInput.safeParse(input)
  if (!parsed.success) return invalidByZod(parsed.error, ['input'])
  const given = parsed.data
  const edit = { operation: 'attributeSet', input, idempotencyKey }
  return editCatalog<typeof input, CatalogEditResult>(
    edit,
    context,
    async (transaction) => {
      const [attribute] = await transaction.query<{ id: string }>(sql('attribute_set')`
        insert into attribute (code, type, unit, is_facet, position)
        values (${given.code}, ${given.type.toLowerCase()}, ${given.unit ?? null}, ${given.isFacet}, ${given.position})
        on conflict (code) do update set
          type = excluded.type, unit = excluded.unit, is_facet = excluded.is_facet, position = excluded.position
        returning id::text as id`)
      if (attribute === undefined) throw new Error('An upsert gave no row.')
      await transaction.query(sql('attribute_texts_clear')`
        delete from attribute_text where attribute_id = ${attribute.id}
          and not language = any (${Object.keys(given.names)}::text[])`)
      await transaction.query(sql('attribute_texts_set')`
        insert into attribute_text (attribute_id, language, name)
        select ${attribute.id}, key, value from jsonb_each_text(${JSON.stringify(given.names)}::jsonb)
        on conflict (attribute_id, language) do update set name = excluded.name`)
      await recordChange(transaction, edit, { tags: [attributesTag] }, context)
      return catalogEdited(given.code)
    },
    constraints,
  )
}

const optionInput = z.object({
  attribute: z.string(),
  code: hyphenCode,
  names,
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, { error: 'A colour is written as #rrggbb.' })
    .nullish(),
  position,
})

/** `Mutation.attributeOptionSet`. */
export async function attributeOptionSet(
  { input, idempotencyKey }: SetArguments<z.input<typeof optionInput>>,
  context: RequestContext,
): Promise<CatalogEditResult> {
  const parsed = optionInput.safeParse(input)
  if (!parsed.success) return invalidByZod(parsed.error, ['input'])
  const given = parsed.data
  const edit = { operation: 'attributeOptionSet', input, idempotencyKey }
  return editCatalog<typeof input, CatalogEditResult>(edit, context, async (transaction) => {
    const [attribute] = await transaction.query<{ id: string; type: string }>(sql('option_attribute')`
      select id::text as id, type from attribute where code = ${given.attribute} for key share`)
    if (attribute === undefined) return entryNotFound('ATTRIBUTE', given.attribute)
    if (attribute.type !== 'text' && attribute.type !== 'colour') {
      refuse(['input', 'attribute'], `The attribute is of the type ${attribute.type}, which has no options.`)
    }
    if (given.colour != null && attribute.type !== 'colour') {
      refuse(['input', 'colour'], 'Only options of a colour attribute have a colour.')
    }
    await transaction.query(sql('option_set')`
      insert into attribute_option (attribute_id, type, code, names, colour, position)
      values (${attribute.id}, ${attribute.type}, ${given.code}, ${JSON.stringify(given.names)}::jsonb,
              ${given.colour?.toLowerCase() ?? null}, ${given.position})
      on conflict (attribute_id, code) do update set
        names = excluded.names, colour = excluded.colour, position = excluded.position`)
    await recordChange(transaction, edit, { tags: [attributesTag] }, context)
    return catalogEdited(given.code)
  })
}
