import { z } from 'zod'
import type { RequestContext } from '../../context.ts'
import { sql } from '../../database/statement.ts'
import { invalidByZod, invalidInput } from '../../schema/invalid-input.ts'
import { brandTag } from '../catalog-tags.ts'
import { type ConstraintAnswers, editCatalog, recordChange, refreshSoon } from './edit.ts'
import { slugOf } from '../import/slug.ts'
import { catalogEdited, type CatalogEditResult, type SetArguments } from './catalog-edited.ts'
import { externalId, name, slug, webAddress } from './fields.ts'

const brandInput = z.object({ code: externalId, name, slug: slug.nullish(), url: webAddress.nullish() })

const constraints: ConstraintAnswers = {
  brand_slug_key: invalidInput(
    ['input', 'slug'],
    'Another brand has this slug. Choose another.',
    'SLUG_TAKEN',
  ),
}

/** `Mutation.brandSet`. A new name is written to the brand's products; many of them by the worker. */
export async function brandSet(
  { input, idempotencyKey }: SetArguments<z.input<typeof brandInput>>,
  context: RequestContext,
): Promise<CatalogEditResult> {
  const parsed = brandInput.safeParse(input)
  if (!parsed.success) return invalidByZod(parsed.error, ['input'])
  const given = parsed.data
  const made = slugOf(given.name).slice(0, 200).replace(/-$/, '') || slugOf(given.code) || 'brand'
  const edit = { operation: 'brandSet', input, idempotencyKey }
  return editCatalog<typeof input, CatalogEditResult>(
    edit,
    context,
    async (transaction) => {
      const [brand] = await transaction.query<{ id: string }>(sql('brand_set')`
        insert into brand (external_id, slug, name, url)
        values (${given.code}, ${given.slug ?? made}, ${given.name}, ${given.url ?? null})
        on conflict (external_id) do update set
          slug = coalesce(${given.slug ?? null}, brand.slug), name = excluded.name, url = excluded.url
        returning id::text as id`)
      if (brand === undefined) throw new Error('An upsert gave no row.')
      // In the order of their ids, as refresh_products locks them.
      const products = await transaction.query<{ id: string }>(sql('brand_products')`
        select id::text as id from product where brand_id = ${brand.id} order by id for no key update`)
      const ids = products.map(({ id }) => id)
      await transaction.query(sql('brand_rename')`
        update product set brand = ${given.name}
        where id = any (${ids}::bigint[]) and brand is distinct from ${given.name}`)
      const tags = await refreshSoon(transaction, ids)
      await recordChange(transaction, edit, { tags: [brandTag(brand.id), ...tags] }, context)
      return catalogEdited(given.code)
    },
    constraints,
  )
}
