import { useRouteLoaderData } from 'react-router'
import type { loader } from '../root.tsx'

/** What every page knows of its language and market; undefined where the request was refused before anything was loaded. */
export function useRootData() {
  return useRouteLoaderData<typeof loader>('root')
}
