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
    const role = (name: string) => createFunctionRole(this, name, { logGroup, inVpc: false })
    const provider = new Provider(this, 'Provider', {
      onEventHandler: onEvent,
      frameworkOnEventRole: role('OnEventRole'),
      ...(waiting !== undefined && {
        isCompleteHandler: waiting.isComplete,
        frameworkCompleteAndTimeoutRole: role('WaitingRole'),
        totalTimeout: waiting.totalTimeout,
        queryInterval: waiting.queryInterval,
      }),
      logGroup,
    })
    this.resource = new CustomResource(this, 'Resource', {
      serviceToken: provider.serviceToken,
      resourceType: props.resourceType,
      properties: { ...props.properties },
    })
    this.#acknowledgeFindings(provider, [onEvent, ...(waiting === undefined ? [] : [waiting.isComplete])])
  }

  #acknowledgeFindings(provider: Provider, handlers: readonly lambda.IFunction[]): void {
    const framework = ['framework-onEvent', 'framework-isComplete', 'framework-onTimeout'].flatMap(
      (id) => provider.node.tryFindChild(id) ?? [],
    )
    for (const called of [...handlers, ...framework]) {
      acknowledgeWildcardUnder(
        this,
        called,
        "The framework of CDK calls this task's own functions; the grant covers their versions.",
      )
    }
    acknowledge(
      provider,
      ['AwsSolutions-L1', 'AwsSolutions-SF1', 'AwsSolutions-SF2'],
      'The framework of CDK comes with the runtime and the settings that it is tested with. Its state machine only asks again and again; what it asks is in the log group of this task.',
    )
  }
}
