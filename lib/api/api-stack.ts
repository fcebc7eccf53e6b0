import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import { environment as variables } from '../../api/contract.ts'
import { ApplicationImage } from '../images/application-image.ts'
import { KontorStack, type KontorStackProps } from '../kontor-stack.ts'
import type { NetworkStack } from '../network/network-stack.ts'
import type { TargetMetrics } from '../release/target-metrics.ts'
import { ApiService } from './api-service.ts'
import { type ApplicationParts, applicationVariables } from './api-variables.ts'
import { GraphqlFunction } from './graphql-function.ts'
import { paymentSecret } from './payment-secret.ts'
import { apiRoute, batchRoute } from './routes.ts'

/** The GraphQL API: as a function, and where the environment is large enough as a service for its shoppers. */
export class ApiStack extends KontorStack {
  readonly metrics: Readonly<Record<string, TargetMetrics>>
  readonly alarms: readonly cloudwatch.Alarm[]

  constructor(
    scope: Construct,
    props: KontorStackProps & ApplicationParts & { readonly network: NetworkStack },
  ) {
    super(scope, 'api', { ...props, description: 'Kontor: GraphQL API' })
    const { environment, network, database, cache } = props
    const image = new ApplicationImage(this, 'Image')
    const payment = paymentSecret(this, environment)
    const shared = {
      environment,
      network,
      variables: applicationVariables(props),
      secrets: [database.secret, cache.secret],
    }
    const fn = new GraphqlFunction(this, 'Function', {
      ...shared,
      release: image.release,
      ...(payment !== undefined && {
        variables: { ...shared.variables, [variables.stripeSecretArn]: payment.secretArn },
        secrets: [...shared.secrets, payment],
      }),
      route: environment.api.service === undefined ? apiRoute : batchRoute,
    })
    const service =
      environment.api.service &&
      new ApiService(this, 'Service', { ...shared, cache, image, payment, size: environment.api.service })
    this.metrics = { Function: fn.metrics, ...service?.metrics }
    this.alarms = [...fn.alarms, ...(service?.alarms ?? [])]
  }
}
