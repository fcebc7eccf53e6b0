import { Construct } from 'constructs'
import type { Environment } from './environments.ts'
import { NetworkStack } from './network/network-stack.ts'

/** One environment of Kontor: its stacks, in the order in which they are deployed. */
export class Kontor extends Construct {
  constructor(scope: Construct, environment: Environment) {
    super(scope, environment.name)
    const network = new NetworkStack(this, { environment })
    void network
  }
}
