import { Construct } from 'constructs'
import { CacheStack } from './cache/cache-stack.ts'
import { DatabaseStack } from './database/database-stack.ts'
import { EdgeStack } from './edge/edge-stack.ts'
import { FirewallStack } from './edge/firewall-stack.ts'
import type { Environment } from './environments.ts'
import { IdentityStack } from './identity/identity-stack.ts'
import { MigrationsStack } from './migrations/migrations-stack.ts'
import { NetworkStack } from './network/network-stack.ts'

/** One environment of Kontor: its stacks, in the order in which they are deployed. */
export class Kontor extends Construct {
  constructor(scope: Construct, environment: Environment) {
    super(scope, environment.name)
    const network = new NetworkStack(this, { environment })
    const database = new DatabaseStack(this, { environment, network })
    const cache = new CacheStack(this, { environment, network })
    new MigrationsStack(this, { environment, network, database })
    const firewall = new FirewallStack(this, { environment })
    const edge = new EdgeStack(this, { environment, network, firewall })
    const identity = new IdentityStack(this, { environment, network, edge })
    void cache
    void identity
  }
}
