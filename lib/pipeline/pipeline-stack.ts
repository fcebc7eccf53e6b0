import { CfnOutput, Duration } from 'aws-cdk-lib'
import * as iam from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { accountInFinding, acknowledge } from '../acknowledgements.ts'
import { KontorStack, type KontorStackProps } from '../kontor-stack.ts'

const issuer = 'https://token.actions.githubusercontent.com'

/**
 * Lets the workflows of one GitHub repository deploy this environment, without a key that could be lost: GitHub
 * says who is running, and the role believes it for this repository's environment of the same name only. What the
 * role may do is to take on the roles of CDK's bootstrap.
 */
export class PipelineStack extends KontorStack {
  constructor(scope: Construct, props: KontorStackProps & { readonly repository: string }) {
    super(scope, 'pipeline', { ...props, description: 'Kontor: deployment from GitHub Actions' })
    const { environment, repository } = props
    const provider = new iam.OidcProviderNative(this, 'GitHub', {
      url: issuer,
      clientIds: ['sts.amazonaws.com'],
    })
    const role = new iam.Role(this, 'Deploy', {
      roleName: `kontor-${environment.name}-deploy`,
      description: `Deploys Kontor's environment ${environment.name} from ${repository}`,
      maxSessionDuration: Duration.hours(4),
      assumedBy: new iam.OpenIdConnectPrincipal(provider, {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': `repo:${repository}:environment:${environment.name}`,
        },
      }),
    })
    const bootstrapRoles = this.formatArn({
      service: 'iam',
      region: '',
      resource: 'role',
      resourceName: 'cdk-*',
    })
    role.addToPolicy(new iam.PolicyStatement({ actions: ['sts:AssumeRole'], resources: [bootstrapRoles] }))
    acknowledge(
      role,
      [`AwsSolutions-IAM5[Resource::arn:aws:iam::${accountInFinding(this)}:role/cdk-*]`],
      "The roles that `cdk bootstrap` makes, in each region, for files, images, look-ups and deployment; their names begin with the bootstrap's qualifier.",
    )
    new CfnOutput(this, 'DeployRole', { value: role.roleArn, description: 'role-to-assume of the workflow' })
  }
}
