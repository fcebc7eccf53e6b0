/** What the header shows of a visit. */
export interface Badge {
  /** Pieces in the cart. */
  readonly cartQuantity: number
  readonly isSignedIn: boolean
}

/**
 * The cookie in which scripts read it, since pages that everybody gets alike cannot say it. It decides what a page
 * shows and nothing else.
 */
export const badgeCookie = { base: 'kontor_badge', lifeSeconds: 30 * 24 * 3600 } as const

/** As the cookie's value, e.g. `2.in`; empty if there is nothing to show. */
export function writeBadge({ cartQuantity, isSignedIn }: Badge): string {
  return cartQuantity === 0 && !isSignedIn ? '' : `${cartQuantity}.${isSignedIn ? 'in' : 'out'}`
}

/** Nonsense counts as nothing to show: browsers let anything stand in a cookie. */
export function readBadge(value: string): Badge {
  const [, quantity = '0', state] = /^(\d{1,6})\.(in|out)$/.exec(value) ?? []
  return { cartQuantity: Number(quantity), isSignedIn: state === 'in' }
}

/** Finds the value in `document.cookie`. */
export function badgeIn(cookies: string): string {
  return /(?:^|; )(?:__Host-)?kontor_badge=([^;]*)/.exec(cookies)?.[1] ?? ''
}
