import type { PaymentConfig } from '../config.ts'
import type { Database } from '../database/database.ts'
import type { PaymentProvider } from './payment-provider.ts'
import { resilientPaymentProvider } from './resilient-payment-provider.ts'
import { createStripePaymentProvider } from './stripe-payment-provider.ts'
import { createTestPaymentProvider } from './test-payment-provider.ts'

/** The configured payment service, behind time-out, retries and breaker. */
export function createPaymentProvider(config: PaymentConfig, database: Database): PaymentProvider {
  switch (config.provider) {
    case 'test':
      return resilientPaymentProvider(createTestPaymentProvider(database))
    case 'stripe':
      return resilientPaymentProvider(createStripePaymentProvider(config))
    default:
      return config satisfies never
  }
}
