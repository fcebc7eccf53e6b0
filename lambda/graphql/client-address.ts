import proxyAddr from '@fastify/proxy-addr'

/**
 * Address of the client behind the trusted proxies, by the rule that the servers' trustProxy follows: from the right,
 * the first address that is none of a trusted proxy. The balancer, which called us, has added the last one.
 */
export function clientAddressOf(forwardedFor: string | undefined, trustedProxies: readonly string[]): string {
  const isTrusted = proxyAddr.compile([...trustedProxies])
  const hops = (forwardedFor ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .reverse()
  return hops.find((hop, index) => !isTrusted(hop, index)) ?? hops.at(-1) ?? ''
}
