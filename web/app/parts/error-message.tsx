import { Link } from 'react-router'
import type { PageFailure } from '../shop/failures.ts'
import { useTexts } from './language.ts'
import { useRootData } from './root-data.ts'

interface ErrorMessageProps {
  readonly kind: PageFailure['kind']
  readonly requestId: string | undefined
  /** Path to try again. */
  readonly retryAt: string
}

/** Says what is wrong, what it means for the shopper, and what to do next. */
export function ErrorMessage({ kind, requestId, retryAt }: ErrorMessageProps) {
  const { tag, texts } = useTexts()
  const categories = useRootData()?.categories ?? []
  const { title, text } = texts.errors[kind === 'not-found' ? 'notFound' : kind]
  const isWorthRetrying = kind === 'unavailable' || kind === 'busy' || kind === 'unexpected'
  return (
    <section className="message page">
      <h1>{title}</h1>
      <p className="lead">{text}</p>
      <p className="message-actions">
        {isWorthRetrying && (
          <a className="button" href={retryAt}>
            {texts.errors.retry}
          </a>
        )}
        <Link className={isWorthRetrying ? 'button button-quiet' : 'button'} to={`/${tag}`}>
          {texts.shop.home}
        </Link>
      </p>
      {kind === 'not-found' && categories.length > 0 && (
        <ul className="chips">
          {categories.map(({ id, slug, name }) => (
            <li key={id}>
              <Link className="chip" to={`/${tag}/c/${slug}`}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {requestId !== undefined && (
        <p className="message-id">
          {texts.errors.requestId} <code>{requestId}</code>
        </p>
      )}
    </section>
  )
}
