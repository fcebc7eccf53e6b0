/** Why a wish could not be fulfilled, as data that a page turns into words. */
export type Problem =
  | { readonly kind: 'shortage'; readonly title: string; readonly available: number }
  | { readonly kind: 'quantity' }
  | { readonly kind: 'variant-gone' }
  | { readonly kind: 'choose' }
  | { readonly kind: 'price-changed' }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'declined' }
  | { readonly kind: 'payment-unavailable' }
  /** The API could not be asked; the same form may be sent again. */
  | { readonly kind: 'busy' }
  /** The API declines an entry that this storefront's own checks let pass. */
  | { readonly kind: 'rejected' }
