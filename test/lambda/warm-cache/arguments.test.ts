import { describe, expect, it } from 'vitest'
import { parseWarmArguments } from '../../../lambda/warm-cache/arguments.ts'

describe('parseWarmArguments', () => {
  it('warms the shop on this machine by default', () => {
    expect(parseWarmArguments([])).toMatchObject({
      candidates: ['http://127.0.0.1:4001'],
      source: { kind: 'candidate' },
      limit: 500,
      questionsPerSecond: 50,
      strict: false,
    })
  })

  it('takes several candidates and a cache in ElastiCache', () => {
    const flags = ['--candidate', 'http://a:1/', '--candidate', 'http://b:2', '--elasticache', 'kontor-prod']
    expect(parseWarmArguments(flags)).toMatchObject({
      candidates: ['http://a:1', 'http://b:2'],
      source: { kind: 'elasticache', name: 'kontor-prod' },
    })
  })

  it("takes a cluster's address", () => {
    expect(parseWarmArguments(['--cache', '127.0.0.1:4020', '--tls'])?.source).toEqual({
      kind: 'cluster',
      host: '127.0.0.1',
      port: 4020,
      tls: true,
    })
  })

  it('gives help', () => {
    expect(parseWarmArguments(['--help'])).toBeUndefined()
  })

  it.each([
    [['--rate', 'fast'], '--rate fast: allowed is a whole number'],
    [['--rate', '0'], '--rate 0: allowed is a whole number from 1 to 10000'],
    [['--cache', 'nowhere'], '--cache nowhere: allowed is host:port'],
    [['--candidate', 'ftp://a'], 'an address like http://127.0.0.1:4001'],
    [['--cache', 'a:1', '--elasticache', 'b'], 'Give either --elasticache or --cache'],
    [['--secret', 'arn:a'], '--secret belongs to --elasticache'],
    [['--colour'], "Unknown option '--colour'"],
  ])('refuses %s', (flags, message) => {
    expect(() => parseWarmArguments(flags)).toThrow(message)
  })
})
