import { usePersonalData } from './personal-data.ts'

/**
 * What every form of one shopper's own pages carries: proof that it comes from this visit, and a key so that it
 * counts once.
 */
export function FormSecrets({ formKey }: { formKey?: string }) {
  const personal = usePersonalData()
  return (
    <>
      <input type="hidden" name="csrf" value={personal?.csrfToken ?? ''} />
      <input type="hidden" name="key" value={formKey ?? personal?.formKey ?? ''} />
    </>
  )
}
