import { useRouteLoaderData } from 'react-router'
import type { loader } from '../routes/personal.tsx'

/** What one shopper's own pages know of the visit; undefined on pages that everybody gets alike. */
export function usePersonalData() {
  return useRouteLoaderData<typeof loader>('routes/personal')
}
