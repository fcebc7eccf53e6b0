type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

function canonical(value: Json): Json {
  if (Array.isArray(value)) return value.map((each: Json) => canonical(each))
  if (value === null || typeof value !== 'object') return value
  const object = value as { readonly [key: string]: Json | undefined }
  const entries = Object.keys(object)
    .sort()
    .flatMap((key) => {
      const member = object[key]
      return member === undefined ? [] : [[key, canonical(member)] as const]
    })
  return Object.fromEntries(entries)
}

/**
 * JSON with sorted keys and without whitespace, so that equal variables make equal addresses and an edge cache keeps
 * one answer for them. Members that are undefined are left out; null stays, as GraphQL tells the two apart.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(canonical(value as Json))
}
