/** Longer than any slug that an import makes; what is longer is unknown without asking. */
const longestSlug = 255

/** Whether a text can be a slug, as the tables' checks define one. Others are unknown; they cost no statement. */
export function isPossibleSlug(text: string): boolean {
  return text.length <= longestSlug && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text)
}
