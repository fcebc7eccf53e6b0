import { createHash } from 'node:crypto'
import { busPorts } from '../ports.ts'

/** Slots of a Redis Cluster (cluster specification). */
const slotCount = 16_384
const masterCount = 3

/** The first three nodes begin as masters, each with the node three further on as its replica. */
function beginsAsMaster(index: number): boolean {
  return index < masterCount
}

/** A node's id: 40 hex digits, the same in every data folder. */
export function nodeId(index: number): string {
  return createHash('sha1')
    .update(`kontor cache node ${String(index)}`)
    .digest('hex')
}

/**
 * A node's first `nodes.conf`, in the format in which Redis itself stores it. Writing it beforehand forms the cluster
 * without redis-cli and without the seconds in which nodes would meet.
 */
export function initialNodesFile(self: number, ports: readonly number[]): string {
  const lines = ports.map((port, index) => {
    const master = index % masterCount
    const flags = [...(index === self ? ['myself'] : []), beginsAsMaster(index) ? 'master' : 'slave'].join(
      ',',
    )
    const replicates = beginsAsMaster(index) ? '-' : nodeId(master)
    const slots = beginsAsMaster(index) ? ` ${slotRange(index)}` : ''
    const link = index === self ? 'connected' : 'disconnected'
    return `${nodeId(index)} ${address(port)} ${flags} ${replicates} 0 0 ${String(master + 1)} ${link}${slots}`
  })
  return `${lines.join('\n')}\nvars currentEpoch ${String(ports.length)} lastVoteEpoch 0\n`
}

/**
 * Puts the present ports into a stored `nodes.conf`, keeping who is master since the last failover.
 * Otherwise nodes restarted with another port base would look for each other at the old ports.
 */
export function withPorts(nodesFile: string, ports: readonly number[]): string {
  return ports.reduce((text, port, index) => {
    return text.replace(new RegExp(`^(${nodeId(index)}) [^ @]*@\\d+`, 'm'), `$1 ${address(port)}`)
  }, nodesFile)
}

function address(port: number): string {
  return `127.0.0.1:${String(port)}@${busPorts([port]).join()}`
}

function slotRange(master: number): string {
  const first = Math.floor((slotCount * master) / masterCount)
  const last = Math.floor((slotCount * (master + 1)) / masterCount) - 1
  return `${String(first)}-${String(last)}`
}
