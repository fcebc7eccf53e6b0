import { describe, expect, it, vi } from 'vitest'
import { withPaymentKeys } from '../../../lambda/graphql/payment-keys.ts'

const arn = 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:kontor/prod/stripe'

describe('withPaymentKeys', () => {
  it('asks for nothing where there is no secret', async () => {
    const fetchSecret = vi.fn(() => Promise.resolve(''))
    const variables = { PAYMENT_PROVIDER: 'test' }
    expect(await withPaymentKeys(variables, fetchSecret)).toBe(variables)
    expect(fetchSecret).not.toHaveBeenCalled()
  })

  it('puts the keys where the configuration looks for them', async () => {
    const fetchSecret = vi.fn(() => Promise.resolve('{"secretKey":"sk","webhookSecret":"wh"}'))
    expect(await withPaymentKeys({ STRIPE_SECRET_ARN: arn, OTHER: 'kept' }, fetchSecret)).toEqual({
      STRIPE_SECRET_ARN: arn,
      STRIPE_SECRET_KEY: 'sk',
      STRIPE_WEBHOOK_SECRET: 'wh',
      OTHER: 'kept',
    })
    expect(fetchSecret).toHaveBeenCalledExactlyOnceWith(arn)
  })

  it('names the secret, not what is in it, when a key is missing', async () => {
    const failure = withPaymentKeys({ STRIPE_SECRET_ARN: arn }, () =>
      Promise.resolve('{"secretKey":"sk_live"}'),
    )
    await expect(failure).rejects.toThrow(`${arn} must be a JSON object with secretKey and webhookSecret`)
    await expect(failure).rejects.not.toThrow('sk_live')
  })
})
