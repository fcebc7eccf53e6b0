import { describe, expect, test } from 'vitest'
import { initialNodesFile, nodeId, withPorts } from '../../../local/cache/topology.ts'

const ports = [4020, 4021, 4022, 4023, 4024, 4025]

describe('the first nodes.conf', () => {
  test('gives every slot to exactly one master, and every master a replica', () => {
    const lines = initialNodesFile(0, ports).trim().split('\n')
    const masters = lines.filter((line) => line.includes('master'))
    const slots = masters.flatMap((line) => {
      const [first = '', last = ''] = line.split(' ').at(-1)?.split('-') ?? []
      return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index)
    })
    expect(slots).toEqual(Array.from({ length: 16_384 }, (_, slot) => slot))
    const replicated = lines.filter((line) => line.includes(' slave ')).map((line) => line.split(' ')[3])
    expect(replicated).toEqual(masters.map((line) => line.split(' ')[0]))
  })

  test('tells each node which one it is', () => {
    const line = initialNodesFile(4, ports)
      .split('\n')
      .find((each) => each.includes('myself'))
    expect(line).toContain(`${nodeId(4)} 127.0.0.1:4024@14024 myself,slave ${nodeId(1)}`)
  })
})

test('new ports replace the old ones, and who is master since a failover stays', () => {
  // As Redis 7 stores it after node 4 (index 3) took over from node 1.
  const stored = [
    `${nodeId(3)} 127.0.0.1:4023@14023,,tls-port=0,shard-id=ab myself,master - 0 0 8 connected 0-5460`,
    `${nodeId(0)} 127.0.0.1:4020@14020,,tls-port=0,shard-id=ab master,fail - 17 16 7 disconnected`,
    'vars currentEpoch 8 lastVoteEpoch 0',
    '',
  ].join('\n')
  const moved = withPorts(
    stored,
    ports.map((port) => port + 1_000),
  )
  expect(moved).toBe(stored.replaceAll('127.0.0.1:402', '127.0.0.1:502').replaceAll('@1402', '@1502'))
})
