import { Duration } from 'aws-cdk-lib'
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy'
import type * as lambda from 'aws-cdk-lib/aws-lambda'
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
      alias: lambda.Alias
      alarms: readonly cloudwatch.Alarm[]
      /** Judges the new version before it gets its first request. */
      check: lambda.IFunction
    },
  ) {
    super(scope, id)
    const { percent, minutes } = props.environment.canary
    this.deploymentGroup = new codedeploy.LambdaDeploymentGroup(this, 'DeploymentGroup', {
      application: new codedeploy.LambdaApplication(this, 'Application'),
      alias: props.alias,
      deploymentConfig: new codedeploy.LambdaDeploymentConfig(this, 'Canary', {
        trafficRouting: codedeploy.TrafficRouting.timeBasedCanary({
          percentage: percent,
          interval: Duration.minutes(minutes),
        }),
      }),
      alarms: [...props.alarms],
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
      preHook: props.check,
    })
    // The hook must know the new version before CodeDeploy calls it.
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
}
