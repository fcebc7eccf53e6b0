/** Staff, and what the API lets them do beyond shopping. Names and permissions as in `Permission` of the API's schema. */
export const staffGroups: Readonly<
  Record<string, { readonly purpose: string; readonly permissions: string[] }>
> = {
  catalog: { purpose: 'Change products and prices', permissions: ['CATALOG_WRITE'] },
  warehouse: { purpose: 'Count and correct stock', permissions: ['INVENTORY_WRITE'] },
  service: { purpose: "See customers' orders", permissions: ['ORDER_READ'] },
}
