import { ArnFormat, Duration, Stack } from 'aws-cdk-lib'
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import { acknowledge, acknowledgeWildcardUnder } from '../acknowledgements.ts'
import type { Environment } from '../environments.ts'

/**
 * The same release for a function: CodeDeploy moves the alias to the new version in two steps, judged by a hook
 * before and by alarms during the canary. CloudFormation starts it itself, when the alias changes.
 */
export class FunctionRelease extends Construct {
  readonly deploymentGroup: codedeploy.LambdaDeploymentGroup

  constructor(
    scope: Construct,
    id: string,
    props: {
      environment: Environment
      part: string
      alias: lambda.Alias
      alarms: readonly cloudwatch.Alarm[]
      /** Judges the new version before it gets its first request. */
      check: lambda.IFunction
    },
  ) {
    super(scope, id)
    const { percent, minutes } = props.environment.canary
    const names = { application: `kontor-${props.environment.name}-${props.part}`, deploymentGroup: 'live' }
    this.#allowAnswer(props.check, names)
    this.deploymentGroup = new codedeploy.LambdaDeploymentGroup(this, 'DeploymentGroup', {
      application: new codedeploy.LambdaApplication(this, 'Application', {
        applicationName: names.application,
      }),
      deploymentGroupName: names.deploymentGroup,
      alias: props.alias,
      deploymentConfig: new codedeploy.LambdaDeploymentConfig(this, 'Canary', {
        trafficRouting: codedeploy.TrafficRouting.timeBasedCanary({
          percentage: percent,
          interval: Duration.minutes(minutes),
        }),
      }),
      alarms: [...props.alarms],
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
      preHook: this.#asGiven(props.check),
    })
    // CodeDeploy must not call the hook before it knows the new version.
    props.alias.node.addDependency(props.check)
    acknowledgeWildcardUnder(
      this.deploymentGroup,
      props.check,
      'CodeDeploy calls this very hook; CDK grants its versions too.',
    )
    acknowledge(
      this.deploymentGroup,
      [
        'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]',
      ],
      "AWS keeps the rights that CodeDeploy needs for a function's alias in this policy, and CDK's group always has it.",
    )
  }

  /**
   * By names instead of references, which would close a circle: the alias waits for the hook, the hook for its
   * policy, the policy for the group, the group for its alarms, they for the target group, and that for the alias.
   */
  #allowAnswer(check: lambda.IFunction, names: { application: string; deploymentGroup: string }): void {
    check.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['codedeploy:PutLifecycleEventHookExecutionStatus'],
        resources: [
          Stack.of(this).formatArn({
            service: 'codedeploy',
            resource: 'deploymentgroup',
            resourceName: `${names.application}/${names.deploymentGroup}`,
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        ],
      }),
    )
  }

  /** The hook without its role, so that CDK's group leaves the role alone (see above). */
  #asGiven(check: lambda.IFunction): lambda.IFunction {
    return lambda.Function.fromFunctionAttributes(this, 'Check', {
      functionArn: check.functionArn,
      ...(check.role !== undefined && {
        role: iam.Role.fromRoleArn(this, 'CheckRole', check.role.roleArn, { mutable: false }),
      }),
      sameEnvironment: true,
      skipPermissions: true,
    })
  }
}
