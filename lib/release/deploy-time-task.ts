import { CustomResource, type Duration, RemovalPolicy } from 'aws-cdk-lib'
import type * as lambda from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Provider } from 'aws-cdk-lib/custom-resources'
import { Construct } from 'constructs'
import { acknowledge, acknowledgeWildcardUnder } from '../acknowledgements.ts'
import type { Environment } from '../environments.ts'
import { createFunctionRole } from '../node-function.ts'

/** Something that a deployment does besides creating resources. It is done again whenever a property changes. */
export class DeployTimeTask extends Construct {
  /** What other resources wait for. */
  readonly resource: CustomResource

  constructor(
    scope: Construct,
    id: string,
    props: {
      environment: Environment
      /** E.g. `Custom::Migrations`. */
      resourceType: string
      onEvent: lambda.IFunction
      /** @default - the task has ended when onEvent returns */
      waiting?: { isComplete: lambda.IFunction; totalTimeout: Duration; queryInterval: Duration }
      properties: Readonly<Record<string, unknown>>
    },
  ) {
    super(scope, id)
    const { environment, onEvent, waiting } = props
    const logGroup = new LogGroup(this, 'Logs', {
      retention: environment.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const role = createFunctionRole(this, { logGroup, inVpc: false })
    const provider = new Provider(this, 'Provider', {
      onEventHandler: onEvent,
      frameworkOnEventRole: role,
      ...(waiting !== undefined && {
        isCompleteHandler: waiting.isComplete,
        frameworkCompleteAndTimeoutRole: role,
        totalTimeout: waiting.totalTimeout,
        queryInterval: waiting.queryInterval,
        waiterStateMachineLogOptions: { destination: logGroup, includeExecutionData: false },
      }),
      logGroup,
    })
    this.resource = new CustomResource(this, 'Resource', {
      serviceToken: provider.serviceToken,
      resourceType: props.resourceType,
      properties: { ...props.properties },
    })
    for (const handler of [onEvent, ...(waiting === undefined ? [] : [waiting.isComplete])]) {
      acknowledgeWildcardUnder(
        this,
        handler,
        "The framework calls this task's own handler; CDK grants its versions too.",
      )
    }
    acknowledge(
      provider,
      ['AwsSolutions-L1'],
      'The framework of CDK comes with the runtime that it is tested with.',
    )
  }
}
