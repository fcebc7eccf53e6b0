export type Permission = 'CATALOG_WRITE' | 'INVENTORY_WRITE' | 'ORDER_READ'

/** Who is asking, as an access token proves it. */
export type Viewer =
  | { readonly kind: 'guest' }
  | {
      readonly kind: 'customer'
      readonly issuer: string
      readonly subject: string
      readonly email: string
      readonly name: string | undefined
      readonly permissions: ReadonlySet<Permission>
    }
