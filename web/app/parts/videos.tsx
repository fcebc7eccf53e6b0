import type { ProductDetails } from '../shop/variants.ts'
import { useTexts } from './language.ts'

/** A product's films; nothing of them is loaded before somebody wants to see one. */
export function Videos({ videos }: Pick<ProductDetails, 'videos'>) {
  const { texts } = useTexts()
  if (videos.length === 0) return null
  return (
    <section aria-labelledby="videos">
      <h2 id="videos">{texts.product.videos}</h2>
      <ul className="videos">
        {videos.map(({ url, mimeType, posterUrl, alt }) => (
          <li key={url}>
            <figure>
              <video
                controls
                preload="none"
                playsInline
                aria-label={alt}
                {...(posterUrl !== null && { poster: posterUrl })}
              >
                <source src={url} type={mimeType} />
              </video>
              {alt !== '' && <figcaption>{alt}</figcaption>}
            </figure>
          </li>
        ))}
      </ul>
    </section>
  )
}
