import {
  circuitBreaker,
  ExponentialBackoff,
  handleType,
  isBrokenCircuitError,
  isTaskCancelledError,
  type IPolicy,
  retry,
  SamplingBreaker,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel'
import { type PaymentProvider, PaymentProviderUnavailable } from './payment-provider.ts'

/** Milliseconds. */
export interface PaymentPatience {
  /** One call. Stripe's card charges take 1 to 3 s, with slow banks up to 8 s. */
  readonly timeout: number
  /** Before the first repetition; grows exponentially with jitter. */
  readonly retryDelay: number
}

const defaultPatience: PaymentPatience = { timeout: 10_000, retryDelay: 100 }

/**
 * A provider that is given a time-out, two repetitions and a breaker. Repeating is safe because each call carries an
 * idempotency key. The breaker opens when half of at least five calls in 10 s failed, so that shoppers get their
 * answer at once instead of after three time-outs; whatever goes wrong comes out as PaymentProviderUnavailable.
 */
export function resilientPaymentProvider(
  provider: PaymentProvider,
  patience: PaymentPatience = defaultPatience,
): PaymentProvider {
  const policy = wrap(
    retry(handleType(PaymentProviderUnavailable), {
      maxAttempts: 2,
      backoff: new ExponentialBackoff({ initialDelay: patience.retryDelay }),
    }),
    circuitBreaker(handleType(PaymentProviderUnavailable).orWhen(isTaskCancelledError), {
      halfOpenAfter: 5_000,
      breaker: new SamplingBreaker({ threshold: 0.5, duration: 10_000, minimumRps: 0.5 }),
    }),
    timeout(patience.timeout, TimeoutStrategy.Aggressive),
  )
  return {
    name: provider.name,
    charge: (request, signal) => run(policy, (inner) => provider.charge(request, inner), signal),
    find: (idempotencyKey, signal) => run(policy, (inner) => provider.find(idempotencyKey, inner), signal),
    refund: (idempotencyKey, signal) =>
      run(policy, (inner) => provider.refund(idempotencyKey, inner), signal),
    readEvent: (body, headers) => provider.readEvent(body, headers),
  }
}

async function run<T>(
  policy: IPolicy,
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  try {
    return await policy.execute(({ signal: inner }) => work(inner), signal)
  } catch (error) {
    if (isBrokenCircuitError(error) || isTaskCancelledError(error)) {
      throw new PaymentProviderUnavailable('The payment provider does not answer in time.', { cause: error })
    }
    throw error
  }
}
