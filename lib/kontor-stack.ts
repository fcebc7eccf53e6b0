import { Stack, Tags, Validations } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { Environment } from './environments.ts'

/** What every stack of Kontor is told. */
export interface KontorStackProps {
  readonly environment: Environment
}

/**
 * A stack named `kontor-<environment>-<part>`. It lies directly under the app, not under a `Stage`, because
 * `cdk deploy --all` does not look into stages (https://github.com/aws/aws-cdk/issues/22202).
 */
export abstract class KontorStack extends Stack {
  readonly #zones: readonly string[]

  protected constructor(
    scope: Construct,
    part: string,
    props: KontorStackProps & {
      readonly description: string
      /** @default - the environment's region */
      readonly region?: string
    },
  ) {
    const { environment, description, region = environment.region } = props
    super(scope, part, {
      stackName: `kontor-${environment.name}-${part}`,
      description,
      env: { region, ...(environment.account !== undefined && { account: environment.account }) },
      terminationProtection: environment.keepsData,
    })
    this.#zones = environment.availabilityZones
    // CloudFront refuses any change of a VPC origin's tags: https://github.com/aws/aws-cdk/issues/35765
    const untaggable = { excludeResourceTypes: ['AWS::CloudFront::VpcOrigin'] }
    Tags.of(this).add('kontor:environment', environment.name, untaggable)
    Tags.of(this).add('kontor:part', part, untaggable)
    Validations.of(this).acknowledge({
      id: 'CloudFormation-Validate::W3010',
      reason:
        'Zones are written down in environments.ts, so that synthesis works offline and gives the same everywhere.',
    })
  }

  /** The environment's zones; the inherited getter would ask AWS for them. */
  override get availabilityZones(): string[] {
    return [...this.#zones]
  }
}
