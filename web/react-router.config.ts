import type { Config } from '@react-router/dev/config'

export default {
  ssr: true,
  // Under twenty routes: their manifest is smaller than the requests that discovering them would cost.
  routeDiscovery: { mode: 'initial' },
  future: { v8_middleware: true },
} satisfies Config
