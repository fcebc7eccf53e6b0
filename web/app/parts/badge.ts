import { useSyncExternalStore } from 'react'
import { type Badge, badgeIn, readBadge, writeBadge } from '../session/badge.ts'
import { usePersonalData } from './personal-data.ts'

/** Another window may have changed the cart; this one asks again when the shopper comes back to it. */
function subscribe(onChange: () => void): () => void {
  window.addEventListener('focus', onChange)
  return () => window.removeEventListener('focus', onChange)
}

/**
 * What the header shows of the visit: on one shopper's own pages from the server, elsewhere from the cookie, once
 * scripts run. Every answer of the server may change the cookie; the header is rendered anew after each.
 */
export function useBadge(): Badge {
  const personal = usePersonalData()
  const value = useSyncExternalStore(
    subscribe,
    () => badgeIn(document.cookie),
    () => (personal === undefined ? '' : writeBadge(personal)),
  )
  return readBadge(value)
}
