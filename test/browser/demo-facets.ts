import { Client } from 'pg'

/**
 * Gives every product of the shop a material, a width and, every other one, a fold; makes a collection of ten; and
 * waits for nothing: caches hear of it as of any other change.
 */
export async function addFacets(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('begin')
    for (const statement of statements) await client.query(statement)
    await client.query('commit')
  } finally {
    await client.end()
  }
}

const statements = [
  `insert into attribute (code, type, is_facet, position, unit)
   values ('test_finish', 'colour', true, 1, null), ('test_width', 'number', true, 2, 'cm'), ('test_fold', 'boolean', true, 3, null)`,
  `insert into attribute_text select id, 'en', case code when 'test_finish' then 'Finish' when 'test_width' then 'Span' else 'Folds' end
   from attribute where code like 'test%'`,
  `insert into attribute_option (attribute_id, type, code, names, colour)
   select a.id, 'colour', o.code, jsonb_build_object('en', o.name), o.colour
   from attribute a, (values ('pale', 'Pale', '#e8dcc8'), ('dark', 'Dark', '#3a2f28')) o (code, name, colour) where a.code = 'test_finish'`,
  `insert into product_attribute (product_id, attribute_id, type, option_id)
   select p.id, o.attribute_id, 'colour', o.id from product p
   join attribute_option o on o.code = case when p.id % 3 = 0 then 'dark' else 'pale' end
   join attribute a on a.id = o.attribute_id and a.code = 'test_finish'`,
  `insert into product_attribute (product_id, attribute_id, type, number_value)
   select p.id, a.id, 'number', 40 + p.id % 100 from product p join attribute a on a.code = 'test_width'`,
  `insert into product_attribute (product_id, attribute_id, type, boolean_value)
   select p.id, a.id, 'boolean', true from product p join attribute a on a.code = 'test_fold' where p.id % 2 = 0`,
  `with made as (
     insert into collection (external_id, published_at) values ('test-season', now() - interval '1 day') returning id
   ), named as (
     insert into collection_text (collection_id, language, slug, name, description)
     select id, 'en', 'test-season', 'For the season', 'Ten good things.' from made
     union all select id, 'de', 'zur-jahreszeit', 'Zur Jahreszeit', 'Zehn gute Dinge.' from made
   )
   insert into collection_product (collection_id, product_id, position)
   select made.id, p.id, row_number() over (order by p.id) from made, (select id from product order by id limit 10) p`,
  'select refresh_products(array(select id from product))',
  `insert into outbox (topic, payload) values ('catalog.changed', '{"tags": ["catalog:all"]}')`,
]
