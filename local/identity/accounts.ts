import type { Permission } from '../../api/security/viewer.ts'

/** Somebody who can sign in on this machine, with any password. */
export interface DemoAccount {
  readonly id: string
  readonly email: string
  readonly name: string
  /** Shown on the sign-in page. */
  readonly role: string
  readonly permissions: readonly Permission[]
}

export const demoAccounts: readonly DemoAccount[] = [
  {
    id: 'anna',
    email: 'anna@example.com',
    name: 'Anna Lindqvist',
    role: 'Kundin · customer',
    permissions: [],
  },
  {
    id: 'jonas',
    email: 'jonas@example.com',
    name: 'Jonas Brandt',
    role: 'Kunde · customer',
    permissions: [],
  },
  {
    id: 'staff',
    email: 'staff@example.com',
    name: 'Mira Petersen',
    role: 'Team · staff',
    permissions: ['CATALOG_WRITE', 'INVENTORY_WRITE', 'ORDER_READ'],
  },
]

/** Finds an account by its address, in any letter case. */
export function accountByEmail(email: string): DemoAccount | undefined {
  return demoAccounts.find((account) => account.email === email.trim().toLowerCase())
}

/** Finds an account by the subject of its tokens. */
export function accountById(id: string): DemoAccount | undefined {
  return demoAccounts.find((account) => account.id === id)
}
