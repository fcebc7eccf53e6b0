import type { Ledger } from './ledger.ts'

/** What may be spent on purges. CloudFront counts in paths: a tag is one, and so is everything at once. */
export interface Limits {
  /** Paths that may be purged within an hour of the clock. */
  readonly pathsPerHour: number
  /** Tags beyond this in one batch mean an import; then everything is purged, for one path. */
  readonly maximumTags: number
  /** Everything is purged at most once in this time: that empties the edge, and all shoppers' requests come through. */
  readonly everythingSeconds: number
}

/** What is to be done about a batch of tags. */
export type Decision =
  | { readonly kind: 'tags'; readonly account: string; readonly paths: readonly string[] }
  | { readonly kind: 'everything'; readonly account: string; readonly paths: readonly ['/*'] }
  /** Nothing can be spent: what is at the edge ends by itself, as nothing may stay there for longer than a few minutes. */
  | { readonly kind: 'expiry'; readonly paths: readonly [] }

/** Decides, and books what the decision costs. */
export async function decide(
  tags: readonly string[],
  { pathsPerHour, maximumTags, everythingSeconds }: Limits,
  ledger: Ledger,
  now: Date,
): Promise<Decision> {
  const account = `paths/${now.toISOString().slice(0, 13)}`
  const expiresAt = new Date(now.getTime() + 2 * 3_600_000)
  const isAffordable =
    tags.length <= maximumTags && (await ledger.spend(account, tags.length, pathsPerHour, expiresAt))
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Invalidation.html: a tag is a path with `#`.
  if (isAffordable) return { kind: 'tags', account, paths: tags.map((tag) => `#${tag}`) }

  const slot = `everything/${Math.floor(now.getTime() / (everythingSeconds * 1_000))}`
  const isSlotFree = await ledger.spend(slot, 1, 1, expiresAt)
  if (isSlotFree && (await ledger.spend(account, 1, pathsPerHour, expiresAt))) {
    return { kind: 'everything', account, paths: ['/*'] }
  }
  return { kind: 'expiry', paths: [] }
}
