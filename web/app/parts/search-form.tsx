import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { Form, useFetcher, useLocation, useNavigate, useSearchParams } from 'react-router'
import type { loader } from '../routes/search-suggestions.ts'
import { Icon } from './icons.tsx'
import { useTexts } from './language.ts'

/** Milliseconds between the last letter and the question for completions. */
const pauseMs = 180

/** The search field; once scripts run, a combobox (WAI-ARIA 1.2) that completes what is typed. */
export function SearchForm() {
  const { tag, texts } = useTexts()
  const { pathname } = useLocation()
  const [parameters] = useSearchParams()
  const query = pathname.endsWith('/search') ? (parameters.get('q') ?? '') : ''
  return <SearchField key={`${tag} ${query}`} query={query} tag={tag} texts={texts.search} />
}

interface SearchFieldProps {
  readonly query: string
  readonly tag: string
  readonly texts: ReturnType<typeof useTexts>['texts']['search']
}

function SearchField({ query, tag, texts }: SearchFieldProps) {
  const [typed, setTyped] = useState(query)
  const [isOpen, setIsOpen] = useState(false)
  /** Of the suggestion that the arrows have reached; -1: none. */
  const [active, setActive] = useState(-1)
  const { load, data } = useFetcher<typeof loader>()
  const navigate = useNavigate()
  const id = useId()
  const prefix = typed.trim()

  useEffect(() => {
    if (!isOpen || prefix.length < 2) return undefined
    const timer = setTimeout(() => {
      void load(`/${tag}/search/suggestions?prefix=${encodeURIComponent(prefix)}`)
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [isOpen, prefix, tag, load])

  const suggestions = isOpen && prefix.length >= 2 ? (data?.suggestions ?? []) : []
  const choose = (suggestion: string) => {
    setIsOpen(false)
    void navigate(`/${tag}/search?${new URLSearchParams({ q: suggestion }).toString()}`)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = suggestions[active]
    if (event.key === 'Escape' && suggestions.length > 0) {
      event.preventDefault()
      setIsOpen(false)
      setActive(-1)
    } else if (event.key === 'Enter' && chosen !== undefined) {
      event.preventDefault()
      choose(chosen)
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && suggestions.length > 0) {
      event.preventDefault()
      // One place more than there are suggestions: the field itself.
      const places = suggestions.length + 1
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive(((active + 1 + step + places) % places) - 1)
    }
  }

  return (
    <Form className="search-form" action={`/${tag}/search`} role="search" onSubmit={() => setIsOpen(false)}>
      <label className="visually-hidden" htmlFor={`${id}-q`}>
        {texts.label}
      </label>
      <input
        id={`${id}-q`}
        type="search"
        name="q"
        maxLength={200}
        autoComplete="off"
        placeholder={texts.placeholder}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={suggestions.length > 0}
        aria-controls={`${id}-list`}
        {...(active >= 0 && suggestions.length > 0 && { 'aria-activedescendant': `${id}-${active}` })}
        value={suggestions[active] ?? typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setActive(-1)
          setIsOpen(true)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setIsOpen(false)}
      />
      <ul
        id={`${id}-list`}
        className="suggestions"
        role="listbox"
        aria-label={texts.suggestions}
        hidden={suggestions.length === 0}
      >
        {suggestions.map((suggestion, index) => (
          <li
            key={suggestion}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            // Before the field loses the focus, which closes the list.
            onPointerDown={(event) => {
              event.preventDefault()
              choose(suggestion)
            }}
          >
            {suggestion}
          </li>
        ))}
      </ul>
      <span className="visually-hidden" role="status">
        {suggestions.length > 0 && texts.suggestionCount(suggestions.length)}
      </span>
      <button type="submit" aria-label={texts.submit}>
        <Icon name="search" />
      </button>
    </Form>
  )
}
