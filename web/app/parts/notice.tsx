import type { Notice } from '../session/session.ts'
import type { Texts } from '../texts/en.ts'
import { Icon } from './icons.tsx'
import { useTexts } from './language.ts'

function noticeText(notice: Notice, { cart, account }: Texts): string {
  switch (notice) {
    case 'added':
      return cart.added
    case 'updated':
      return cart.updated
    case 'cart-gone':
      return cart.gone
    case 'reservation-expired':
      return cart.reservationExpired
    case 'signed-out':
      return account.signedOut
    case 'sign-in-failed':
      return account.signInFailed
  }
}

/** What the page before had to say. */
export function NoticeMessage({ notice }: { notice: Notice | undefined }) {
  const { texts } = useTexts()
  if (notice === undefined) return null
  return (
    <p className="notice" role="status" data-notice={notice}>
      <Icon name="done" />
      {noticeText(notice, texts)}
    </p>
  )
}
