import type { ImageFragment } from '../../generated/graphql.ts'
import { useTexts } from './language.ts'
import { Picture } from './picture.tsx'

interface GalleryProps {
  readonly images: readonly ImageFragment[]
  /** The selected variant's picture; it leads. */
  readonly first: ImageFragment | null
  readonly title: string
}

/** A product's pictures side by side, to be swiped; the small ones below are plain links to the large ones. */
export function Gallery({ images, first, title }: GalleryProps) {
  const { texts } = useTexts()
  const ordered = first === null ? images : [first, ...images.filter(({ url }) => url !== first.url)]
  const shown = ordered.length === 0 ? [null] : ordered
  return (
    <section className="gallery" aria-label={texts.product.pictures}>
      <ol className="gallery-strip" tabIndex={0} key={shown[0]?.url}>
        {shown.map((image, index) => (
          <li key={image?.url ?? ''} id={`picture-${index + 1}`}>
            <Picture
              image={image}
              alt={image === null || image.alt === '' ? title : image.alt}
              isFirst={index === 0}
            />
          </li>
        ))}
      </ol>
      {shown.length > 1 && (
        <ul className="gallery-index">
          {shown.map((image, index) => (
            <li key={image?.url ?? ''}>
              <a href={`#picture-${index + 1}`} aria-label={texts.product.picture(index + 1, shown.length)}>
                <Picture image={image} alt="" />
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
