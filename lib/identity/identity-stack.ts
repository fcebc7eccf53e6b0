import { Duration, RemovalPolicy, SecretValue } from 'aws-cdk-lib'
import * as cognito from 'aws-cdk-lib/aws-cognito'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import { paths } from '../../api/contract.ts'
import { acknowledge } from '../acknowledgements.ts'
import type { EdgeStack } from '../edge/edge-stack.ts'
import { KontorStack, type KontorStackProps } from '../kontor-stack.ts'
import { encryptionKeyOf } from '../network/encryption-key.ts'
import type { NetworkStack } from '../network/network-stack.ts'
import { NodeFunction } from '../node-function.ts'
import { staffGroups } from './staff-groups.ts'

/** Who customers and staff are: a Cognito user pool. Any OpenID Connect issuer with the same claims can take its place. */
export class IdentityStack extends KontorStack {
  readonly userPool: cognito.UserPool
  /** Issuer of the tokens, as they name it. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: Secret

  constructor(
    scope: Construct,
    props: KontorStackProps & { readonly network: NetworkStack; readonly edge: EdgeStack },
  ) {
    super(scope, 'identity', { ...props, description: 'Kontor: customers and staff' })
    const { environment, network, edge } = props
    const issueClaims = new NodeFunction(this, 'IssueClaims', {
      environment,
      entry: 'issue-claims',
      description: 'Writes audience, e-mail and permissions into access tokens',
      timeout: Duration.seconds(5),
      variables: {
        GROUP_PERMISSIONS: JSON.stringify(
          Object.fromEntries(
            Object.entries(staffGroups).map(([name, { permissions }]) => [name, permissions]),
          ),
        ),
      },
    })
    this.userPool = new cognito.UserPool(this, 'UserPool', {
      userPoolName: `kontor-${environment.name}`,
      featurePlan: cognito.FeaturePlan.PLUS,
      standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      standardAttributes: {
        email: { required: true, mutable: true },
        fullname: { required: false, mutable: true },
      },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      // Length over variety (NIST SP 800-63B); AwsSolutions-COG1 wants the variety too.
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      mfa: cognito.Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      deletionProtection: environment.keepsData,
      removalPolicy: environment.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    this.userPool.addTrigger(
      cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
      issueClaims.resource,
      cognito.LambdaVersion.V2_0,
    )
    acknowledge(
      this.userPool,
      ['AwsSolutions-COG2'],
      'Shoppers may, but need not, use a second factor: a shop that demands one loses them. Threat protection asks for it at risky sign-ins.',
    )
    this.userPool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `kontor-${environment.name}-${this.account}` },
    })
    for (const [groupName, { purpose }] of Object.entries(staffGroups)) {
      new cognito.UserPoolGroup(this, `Staff-${groupName}`, {
        userPool: this.userPool,
        groupName,
        description: purpose,
      })
    }
    const client = this.#createClient(edge.origin)
    this.issuer = this.userPool.userPoolProviderUrl
    this.clientId = client.userPoolClientId
    this.clientSecret = this.#createClientSecret(client, network)
  }

  #createClient(origin: string): cognito.UserPoolClient {
    return this.userPool.addClient('Storefront', {
      generateSecret: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      authFlows: {},
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(14),
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.PROFILE],
        callbackUrls: [`${origin}${paths.signInCallback}`],
        logoutUrls: [`${origin}/`],
      },
    })
  }

  /** ECS takes secrets from Secrets Manager only, so Cognito's is copied there. */
  #createClientSecret(client: cognito.UserPoolClient, network: NetworkStack): Secret {
    const { attrClientSecret } = client.node.defaultChild as cognito.CfnUserPoolClient
    const secret = new Secret(this, 'ClientSecret', {
      description: 'OpenID Connect client secret of the storefront',
      encryptionKey: encryptionKeyOf(this, network),
      secretStringValue: SecretValue.resourceAttribute(attrClientSecret),
    })
    acknowledge(
      secret,
      ['AwsSolutions-SMG4'],
      'Cognito makes this secret with the client; a new one comes with a new client, by deployment.',
    )
    return secret
  }
}
