import { Construct } from 'constructs'
import { ApiStack } from './api/api-stack.ts'
import { CacheStack } from './cache/cache-stack.ts'
import { DatabaseStack } from './database/database-stack.ts'
import { EdgeStack } from './edge/edge-stack.ts'
import { FirewallStack } from './edge/firewall-stack.ts'
import type { Environment } from './environments.ts'
import { IdentityStack } from './identity/identity-stack.ts'
import { MigrationsStack } from './migrations/migrations-stack.ts'
import { MonitoringStack } from './monitoring/monitoring-stack.ts'
import { NetworkStack } from './network/network-stack.ts'
import { PipelineStack } from './pipeline/pipeline-stack.ts'
import { WebStack } from './web/web-stack.ts'
import { WorkerStack } from './worker/worker-stack.ts'

/** One environment of Kontor: its stacks, in the order in which they are deployed. */
export class Kontor extends Construct {
  constructor(scope: Construct, environment: Environment) {
    super(scope, environment.name)
    const network = new NetworkStack(this, { environment })
    const database = new DatabaseStack(this, { environment, network })
    const cache = new CacheStack(this, { environment, network })
    const firewall = new FirewallStack(this, { environment })
    const edge = new EdgeStack(this, { environment, network, firewall })
    const identity = new IdentityStack(this, { environment, network, edge })
    const migrations = new MigrationsStack(this, { environment, network, database })

    const application = { environment, network, database, cache, edge, identity }
    const api = new ApiStack(this, application)
    const worker = new WorkerStack(this, application)
    const web = new WebStack(this, { environment, network, edge, identity })
    // No new process may meet an old schema; and no new page may ask what the API does not answer yet.
    for (const part of [api, worker]) part.addStackDependency(migrations)
    web.addStackDependency(api)

    new MonitoringStack(this, { environment, network, database, cache, edge, api, web, worker })
    if (environment.deployedBy !== undefined) {
      new PipelineStack(this, { environment, repository: environment.deployedBy })
    }
  }
}
