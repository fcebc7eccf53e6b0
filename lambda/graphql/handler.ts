import { createApplication } from '../../api/application.ts'
import { parseConfig } from '../../api/config.ts'
import { readCredentials } from '../../api/secrets.ts'
import { fetchAwsSecret } from '../../api/security/aws-secrets.ts'
import { createEventHandler } from './event-handler.ts'
import { withPaymentKeys } from './payment-keys.ts'

// Once per container: connections and parsed documents outlive a request.
const config = parseConfig(await withPaymentKeys(process.env, fetchAwsSecret))
// Frozen between events, it can listen to nothing; the event handler asks what has changed before each.
const application = await createApplication(config, { listening: 'on-demand' }, await readCredentials(config))

/** Answers what the load balancer sends: GraphQL, payment webhooks, health checks. */
export const handler = await createEventHandler(application)
