import { useEffect, useId, useState } from 'react'
import { Form, useFetcher, useLocation, useSearchParams } from 'react-router'
import type { loader } from '../routes/search-suggestions.ts'
import { Icon } from './icons.tsx'
import { useTexts } from './language.ts'

/** Milliseconds between the last letter and the question for completions. */
const pauseMs = 180

/** The search field. Completions come as the browser's own list, once scripts run. */
export function SearchForm() {
  const { tag, texts } = useTexts()
  const { pathname } = useLocation()
  const [parameters] = useSearchParams()
  const query = pathname.endsWith('/search') ? (parameters.get('q') ?? '') : ''
  const [typed, setTyped] = useState('')
  const { load, data } = useFetcher<typeof loader>()
  const listId = useId()

  useEffect(() => {
    const prefix = typed.trim()
    if (prefix.length < 2) return undefined
    const timer = setTimeout(() => {
      void load(`/${tag}/search/suggestions?prefix=${encodeURIComponent(prefix)}`)
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [typed, tag, load])

  return (
    <Form className="search-form" action={`/${tag}/search`} role="search">
      <label className="visually-hidden" htmlFor={`${listId}-q`}>
        {texts.search.label}
      </label>
      <input
        key={query}
        id={`${listId}-q`}
        type="search"
        name="q"
        maxLength={200}
        autoComplete="off"
        placeholder={texts.search.placeholder}
        defaultValue={query}
        list={listId}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <datalist id={listId}>
        {data?.suggestions.map((suggestion) => (
          <option key={suggestion} value={suggestion} />
        ))}
      </datalist>
      <button type="submit" aria-label={texts.search.submit}>
        <Icon name="search" />
      </button>
    </Form>
  )
}
