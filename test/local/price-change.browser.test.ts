import { randomUUID } from 'node:crypto'
import { expect, inject, test } from 'vitest'
import { createFormShopper } from '../form-shopper.ts'
import { signIn } from '../sign-in.ts'

const { origin, identity } = inject('shop')

interface Answer<Data> {
  readonly data?: Data | null
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
}

async function ask<Data>(
  query: string,
  variables: Readonly<Record<string, unknown>>,
  accessToken?: string,
): Promise<Answer<Data>> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify({ query, variables }),
  })
  return (await response.json()) as Answer<Data>
}

const setPrice = `mutation ($variantId: ID!, $amount: Int!, $key: ID!) {
  variantPriceSet(input: { variantId: $variantId, currency: EUR, amount: $amount }, idempotencyKey: $key) {
    __typename
  }
}`

test('a price that staff change is on the cached page a moment later; customers may not change it', async () => {
  const found = await ask<{ products: { nodes: { slug: string; variants: { id: string }[] }[] } }>(
    '{ products(first: 1, sort: PRICE_DESCENDING) { nodes { slug variants { id } } } }',
    {},
  )
  const product = found.data!.products.nodes[0]!
  const shopper = createFormShopper(origin)
  const shown = async () => (await shopper.open(`/en/p/${product.slug}`)).document.querySelector('main')?.text
  const newPrice = '€1,234.56'
  expect(await shown()).not.toContain(newPrice)

  const customer = await signIn('anna@example.com', identity)
  const variables = () => ({ variantId: product.variants[0]!.id, amount: 123_456, key: randomUUID() })
  const refused = await ask(setPrice, variables(), customer.accessToken)
  expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN')

  const staff = await signIn('staff@example.com', identity)
  for (const { id } of product.variants) {
    const changed = await ask<{ variantPriceSet: { __typename: string } }>(
      setPrice,
      { ...variables(), variantId: id },
      staff.accessToken,
    )
    expect(changed.data?.variantPriceSet.__typename).toBe('VariantPriceChanged')
  }
  await expect.poll(shown, { timeout: 10_000 }).toContain(newPrice)
})
