import { describe, expect, it } from 'vitest'
import { parseCacheArguments } from '../../../../api/cache/cli/arguments.ts'

const parse = (...args: string[]) => parseCacheArguments(args, {})

describe('parseCacheArguments', () => {
  it('asks the processes of the shop on this machine by default', () => {
    expect(parse('inspect')).toEqual({
      command: { kind: 'inspect', tag: undefined, limit: 20 },
      processes: ['http://127.0.0.1:4001', 'http://127.0.0.1:4002'],
      shop: 'http://localhost:4000',
      json: false,
    })
  })

  it("follows the shop's port base, and named processes before all", () => {
    expect(parseCacheArguments(['inspect'], { KONTOR_PORT_BASE: '5000' }).processes[0]).toBe(
      'http://127.0.0.1:5001',
    )
    expect(parse('inspect', '--port-base', '6000').shop).toBe('http://localhost:6000')
    expect(parse('inspect', '--process', 'http://10.0.0.7:4001/').processes).toEqual(['http://10.0.0.7:4001'])
  })

  it("reads paths as the shop's", () => {
    expect(parse('why', '/de/p/lamp').command).toEqual({
      kind: 'why',
      url: new URL('http://localhost:4000/de/p/lamp'),
    })
  })

  it('takes several tags', () => {
    expect(parse('purge', 'product:1', 'catalog').command).toEqual({
      kind: 'purge',
      tags: ['product:1', 'catalog'],
    })
  })

  it.each([[['--help']], [[]], [['inspect', '--help']]])('gives help for %j', (args) => {
    expect(parse(...args).command).toEqual({ kind: 'help' })
  })

  it.each([
    [['explode'], "There is no command 'explode'; there are inspect, why, purge and questions."],
    [['why'], "why needs an address, '' is none"],
    [['purge'], 'purge needs at least one tag, e.g. purge product:42.'],
    [['purge', 'a,b'], "'a,b' is no tag: up to 200 characters without spaces and commas"],
    [['inspect', '--limit', 'many'], '--limit many is not possible; give a whole number from 1 to 2000.'],
    [['inspect', '--process', 'here'], '--process here is no address; give one like http://127.0.0.1:4001.'],
    [['inspect', '--port-base', 'x'], "The port base 'x' is not possible"],
    [['inspect', '--colour'], "Unknown option '--colour'"],
  ])('refuses %j', (args, message) => {
    expect(() => parse(...args)).toThrow(message)
  })
})
