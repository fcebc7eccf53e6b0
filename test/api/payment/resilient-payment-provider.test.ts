import { expect, test } from 'vitest'
import { type PaymentProvider, PaymentProviderUnavailable } from '../../../api/payment/payment-provider.ts'
import { resilientPaymentProvider } from '../../../api/payment/resilient-payment-provider.ts'

const request = { idempotencyKey: 'k', orderId: 'o', amount: 1, currency: 'EUR', method: 'm' } as const
const patience = { timeout: 20, retryDelay: 1 }

/** A provider whose charge does what it is told, call by call. */
function scripted(...steps: (() => Promise<{ kind: 'approved'; reference: string }>)[]) {
  const keys: string[] = []
  const provider: PaymentProvider = {
    name: 'test',
    charge: ({ idempotencyKey }) => {
      keys.push(idempotencyKey)
      return (steps.shift() ?? fail)()
    },
    find: () => Promise.resolve(undefined),
    refund: () => Promise.resolve(),
    readEvent: () => undefined,
  }
  return { keys, resilient: resilientPaymentProvider(provider, patience) }
}

const approve = () => Promise.resolve({ kind: 'approved', reference: 'r' } as const)
const fail = () => Promise.reject(new PaymentProviderUnavailable('away'))
const hang = () => new Promise<never>(() => undefined)

test('asks again with the same key', async () => {
  const { keys, resilient } = scripted(fail, fail, approve)
  expect(await resilient.charge(request)).toEqual({ kind: 'approved', reference: 'r' })
  expect(keys).toEqual(['k', 'k', 'k'])
})

test('gives up after two repetitions', async () => {
  const { keys, resilient } = scripted()
  await expect(resilient.charge(request)).rejects.toThrow(PaymentProviderUnavailable)
  expect(keys).toHaveLength(3)
})

test('a provider that does not answer is unavailable', async () => {
  const { resilient } = scripted(hang, hang, hang)
  await expect(resilient.charge(request)).rejects.toThrow(PaymentProviderUnavailable)
})

test('a mistake of ours is not repeated and not hidden', async () => {
  const { keys, resilient } = scripted(() => Promise.reject(new TypeError('ours')))
  await expect(resilient.charge(request)).rejects.toThrow(TypeError)
  expect(keys).toHaveLength(1)
})

test('a provider that is away is not asked any more for a while', async () => {
  const { keys, resilient } = scripted()
  for (let call = 0; call < 5; call += 1) await resilient.charge(request).catch(() => undefined)
  const before = keys.length
  await expect(resilient.charge(request)).rejects.toThrow(PaymentProviderUnavailable)
  expect(keys).toHaveLength(before)
})
