import { Client } from 'undici'

/** One request of a scenario. */
export interface Question {
  readonly path: string
  /** Default GET. */
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

export interface LoadOptions {
  /** Address without a path, e.g. `http://127.0.0.1:5390`. */
  readonly origin: string
  /** Asked in turn; each connection begins elsewhere in the list, so that they do not ask in lockstep. */
  readonly questions: readonly Question[]
  /** Closed loop: each connection asks its next question when it has the answer to the last. */
  readonly connections: number
  readonly seconds: number
  /** Status that counts as an answer; everything else is a fault. Default 200. */
  readonly expectedStatus?: number
}

/** What a load brought. Times are milliseconds. */
export interface LoadResult {
  readonly answers: number
  readonly seconds: number
  readonly perSecond: number
  /** Bytes of the bodies as they came, still compressed. */
  readonly bodyBytes: number
  readonly p50: number
  readonly p99: number
  readonly longest: number
}

/**
 * Asks a server as fast as it answers. The generator runs in the calling process and costs about 12 µs of CPU a
 * request, so it takes a core for itself; servers are to be other processes.
 *
 * @throws if any question got no answer or one of another status, since the rate of failures is no result
 */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { origin, questions, connections, seconds } = options
  const clients = Array.from({ length: connections }, () => new Client(origin, { pipelining: 1 }))
  const latencies: number[] = []
  let bodyBytes = 0
  const startedAt = performance.now()
  const endsAt = startedAt + seconds * 1_000
  try {
    await Promise.all(
      clients.map(async (client, number) => {
        let next = Math.floor((number * questions.length) / connections)
        while (performance.now() < endsAt) {
          const question = questions[next % questions.length]
          if (question === undefined) throw new Error('A load needs at least one question.')
          const askedAt = performance.now()
          bodyBytes += await ask(client, question, options.expectedStatus ?? 200)
          latencies.push(performance.now() - askedAt)
          next += 1
        }
      }),
    )
  } finally {
    await Promise.all(clients.map((client) => client.destroy()))
  }
  const elapsed = (performance.now() - startedAt) / 1_000
  const sorted = Float64Array.from(latencies).sort()
  return {
    answers: sorted.length,
    seconds: elapsed,
    perSecond: sorted.length / elapsed,
    bodyBytes,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    longest: percentile(sorted, 1),
  }
}

/** @param sorted ascending @param share 0 to 1 @returns the nearest-rank percentile; 0 of nothing */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  const rank = Math.max(0, Math.ceil(share * sorted.length) - 1)
  return sorted[rank] ?? 0
}

/** @returns bytes of the body */
function ask(client: Client, question: Question, expectedStatus: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const { method = 'GET', path, headers = {}, body = null } = question
  let bytes = 0
  let status = 0
  client.dispatch(
    { method, path, headers, body },
    {
      onRequestStart() {
        bytes = 0
      },
      onResponseStart(_controller, statusCode) {
        status = statusCode
      },
      onResponseData(_controller, chunk) {
        bytes += chunk.length
      },
      onResponseEnd() {
        if (status === expectedStatus) resolve(bytes)
        else reject(new Error(`${method} ${path.slice(0, 100)} answered ${status}, not ${expectedStatus}`))
      },
      onResponseError(_controller, error) {
        reject(error)
      },
    },
  )
  return promise
}
