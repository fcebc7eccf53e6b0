import type {
  Change,
  DefinitionChange,
  PriceChange,
  ProductChange,
  ProductDeletion,
  StockChange,
} from './change.ts'

/** Changes of one transaction, in an order in which they may be made: definitions, products, prices and stock, deletions. */
export interface Batch {
  /** Line of the last change. */
  readonly until: number
  readonly definitions: readonly DefinitionChange[]
  readonly products: readonly ProductChange[]
  readonly prices: readonly PriceChange[]
  readonly stock: readonly StockChange[]
  readonly deletions: readonly ProductDeletion[]
}

/**
 * Half a second of work for a small database: as long as it runs, readers wait for nothing, but caches cannot tell what
 * they have from before it from what they have from after it.
 */
const weightOfBatch = 3000

/** Long descriptions fill the memory before many products do. */
const charactersOfWeight = 2000

interface GrowingBatch {
  until: number
  weight: number
  readonly definitions: DefinitionChange[]
  readonly products: ProductChange[]
  readonly prices: Map<string, PriceChange>
  readonly stock: Map<string, StockChange>
  readonly deletions: ProductDeletion[]
  /** Products that a change of the batch is about, and SKUs of lone prices and stock levels. */
  readonly productIds: Set<string>
  readonly skus: Set<string>
  /** SKUs of the batch's products. */
  readonly variantSkus: Set<string>
}

/**
 * Cuts a stream of changes into batches: where one is full, and where making its changes by kind would give another
 * result than making them in order.
 */
export async function* batches(changes: AsyncIterable<Change>): AsyncGenerator<Batch> {
  let open = emptyBatch()
  for await (const change of changes) {
    if (open.weight >= weightOfBatch || !fits(change, open)) {
      yield closed(open)
      open = emptyBatch()
    }
    add(change, open)
  }
  if (open.weight > 0) yield closed(open)
}

/** Whether it makes no difference if the change is made at its kind's turn. */
function fits(change: Change, open: GrowingBatch): boolean {
  switch (change.kind) {
    case 'definition':
      return change.implied || (open.weight === open.definitions.length && !repeats(change, open))
    case 'product':
      return (
        open.deletions.length === 0 &&
        !open.productIds.has(change.document.id) &&
        (open.skus.size === 0 || !change.document.variants.some(({ sku }) => open.skus.has(sku)))
      )
    case 'price':
    case 'stock':
      return open.deletions.length === 0 && !open.variantSkus.has(change.sku)
    case 'deletion':
      return !open.productIds.has(change.id)
    default:
      return change satisfies never
  }
}

/** A definition may refer to one before it, or replace it; deletions and what follows them keep their order by this. */
function repeats(change: DefinitionChange, open: GrowingBatch): boolean {
  return open.productIds.has(`${change.of} ${change.id}`)
}

function add(change: Change, open: GrowingBatch): void {
  open.until = change.kind === 'product' ? change.lastLine : change.line
  open.weight += 1
  switch (change.kind) {
    case 'definition':
      open.definitions.push(change)
      open.productIds.add(`${change.of} ${change.id}`)
      return
    case 'product':
      open.products.push(change)
      open.productIds.add(change.document.id)
      for (const { sku } of change.document.variants) open.variantSkus.add(sku)
      open.weight += change.document.variants.length + lengthOfTexts(change) / charactersOfWeight
      return
    case 'price':
      addNewest(open.prices, JSON.stringify([change.sku, change.list]), change)
      open.skus.add(change.sku)
      return
    case 'stock':
      addNewest(open.stock, JSON.stringify([change.sku, change.warehouse]), change)
      open.skus.add(change.sku)
      return
    case 'deletion':
      open.deletions.push(change)
      open.productIds.add(change.id)
      return
    default:
      change satisfies never
  }
}

function lengthOfTexts({ document }: ProductChange): number {
  return document.texts.reduce((total, { descriptionHtml }) => total + descriptionHtml.length, 0)
}

/** Of two changes of the same the later one counts, unless it says itself that it is older. */
function addNewest<T extends { readonly version: number | null }>(
  changes: Map<string, T>,
  key: string,
  change: T,
): void {
  const before = changes.get(key)?.version ?? null
  if (before !== null && change.version !== null && change.version < before) return
  changes.set(key, change)
}

function closed(open: GrowingBatch): Batch {
  const { until, definitions, products, deletions } = open
  return {
    until,
    definitions,
    products,
    prices: [...open.prices.values()],
    stock: [...open.stock.values()],
    deletions,
  }
}

function emptyBatch(): GrowingBatch {
  return {
    until: 0,
    weight: 0,
    definitions: [],
    products: [],
    prices: new Map(),
    stock: new Map(),
    deletions: [],
    productIds: new Set(),
    skus: new Set(),
    variantSkus: new Set(),
  }
}
