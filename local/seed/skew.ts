import type { Random } from '../sample/random.ts'

/**
 * Chooses from `count` things by Zipf's law: the k-th is chosen as often as 1 / k^exponent says. Popularity in shops
 * has exponents near 1 (Brynjolfsson, Hu, Smith: Consumer Surplus in the Digital Economy, 2003, table 3, measured 0.87).
 */
export function zipf(count: number, exponent: number): (random: Random) => number {
  const cumulative = new Float64Array(count)
  let total = 0
  for (let index = 0; index < count; index += 1) {
    total += (index + 1) ** -exponent
    cumulative[index] = total
  }
  return (random) => {
    const wanted = random.next() * total
    let low = 0
    let high = count - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((cumulative[middle] ?? 0) < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** A log-normal number: half of them are less than the median, few are far above it. */
export function logNormal(random: Random, median: number, sigma: number): number {
  // Box and Muller, 1958; 1 - next() is never 0.
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  return median * Math.exp(sigma * normal)
}

/** Index of the first of some weights whose share of the whole a number from 0 to 1 falls into. */
export function weighted(random: Random, weights: readonly number[]): number {
  let rest = random.next() * weights.reduce((total, weight) => total + weight, 0)
  return weights.findIndex((weight) => (rest -= weight) < 0)
}
