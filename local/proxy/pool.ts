/** One process behind the proxy. */
export interface Target {
  readonly host: string
  readonly port: number
  /** Share of the traffic, relative to the other targets of the pool; 0 takes none. */
  readonly weight: number
}

interface Entry {
  readonly target: Target
  /** Running credit of smooth weighted round robin. */
  credit: number
  health: 'up' | 'down'
}

/** Targets that can stand in for each other. */
export interface Pool {
  readonly name: string
  readonly targets: readonly Target[]
  /** Chooses the next target, or undefined when all are in `tried`. */
  choose(tried: ReadonlySet<Target>): Target | undefined
  /** Takes a target out of rotation, or back in. */
  mark(target: Target, health: 'up' | 'down'): void
}

/**
 * Spreads requests by smooth weighted round robin (as nginx does since 1.3.1): weights hold exactly over a full turn,
 * and a heavy target's turns are spread out.
 * When every target is down, all are tried: an ALB does the same, since a failing check is likelier than no service.
 * @param initialHealth Before the first health check.
 */
export function createPool(name: string, targets: readonly Target[], initialHealth: 'up' | 'down'): Pool {
  const entries = targets.map((target): Entry => ({ target, credit: 0, health: initialHealth }))
  return {
    name,
    targets,
    choose: (tried) => {
      const untried = entries.filter(({ target }) => target.weight > 0 && !tried.has(target))
      const up = untried.filter(({ health }) => health === 'up')
      return takeTurn(up.length > 0 ? up : untried)
    },
    mark: (target, health) => {
      const entry = entries.find((each) => each.target === target)
      if (entry !== undefined) entry.health = health
    },
  }
}

function takeTurn(entries: readonly Entry[]): Target | undefined {
  let chosen: Entry | undefined
  let total = 0
  for (const entry of entries) {
    entry.credit += entry.target.weight
    total += entry.target.weight
    if (chosen === undefined || entry.credit > chosen.credit) chosen = entry
  }
  if (chosen !== undefined) chosen.credit -= total
  return chosen?.target
}

/** For messages: `127.0.0.1:4001`. */
export function addressOf(target: Target): string {
  return `${target.host}:${String(target.port)}`
}
