import type { ImageFragment } from '../../generated/graphql.ts'

interface PictureProps {
  readonly image: ImageFragment | null
  /** Instead of the picture's own text, e.g. empty beside a title that says the same. */
  readonly alt?: string
  /** Above the fold: fetched at once. */
  readonly isFirst?: boolean
}

/** Side in pixels of a picture whose size is unknown; all of them are square. */
const side = 800

/** A product's picture, with its place kept while it loads; a product without one gets the shop's mark. */
export function Picture({ image, alt, isFirst = false }: PictureProps) {
  return (
    <img
      className="picture"
      src={image?.url ?? '/favicon.svg'}
      alt={alt ?? image?.alt ?? ''}
      width={image?.width ?? side}
      height={image?.height ?? side}
      loading={isFirst ? 'eager' : 'lazy'}
      fetchPriority={isFirst ? 'high' : 'auto'}
      decoding="async"
    />
  )
}
