import 'react-router'

declare module 'react-router' {
  /** Mirrors `future` of react-router.config.ts: loaders and actions get a RouterContextProvider. */
  interface Future {
    v8_middleware: true
  }
}
