import { reactRouter } from '@react-router/dev/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [reactRouter()],
  build: {
    // Small files stay files: the content security policy allows no data: URLs but for pictures.
    assetsInlineLimit: 0,
    target: 'baseline-widely-available',
  },
})
