import type { FeatureModule } from '../schema/feature-module.ts'
import { viewerPrice } from './viewer-price.ts'

export const { resolvers } = {
  resolvers: { ProductVariant: { viewerPrice } },
} satisfies FeatureModule
