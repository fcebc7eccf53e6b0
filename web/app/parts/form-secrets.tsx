import { useRootData } from './root-data.ts'

/** What every form of the shop carries: proof that it comes from this visit, and a key so that it counts once. */
export function FormSecrets({ formKey }: { formKey?: string }) {
  const root = useRootData()
  return (
    <>
      <input type="hidden" name="csrf" value={root?.csrfToken ?? ''} />
      <input type="hidden" name="key" value={formKey ?? root?.formKey ?? ''} />
    </>
  )
}
