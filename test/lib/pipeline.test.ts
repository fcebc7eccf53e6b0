import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { environments } from '../../lib/environments.ts'
import { synthesize } from './synthesize.ts'

describe('an environment that GitHub deploys, in an account that is written down', () => {
  const { templates, findings } = synthesize({
    ...environments.dev,
    account: '111122223333',
    deployedBy: 'acme/shop',
  })

  it('passes every rule that is not acknowledged', () => {
    expect(findings).toEqual([])
  })

  it('believes only workflows of this repository that run in its environment', () => {
    templates['pipeline']?.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
                'token.actions.githubusercontent.com:sub': 'repo:acme/shop:environment:dev',
              },
            },
          }),
        ],
      },
    })
  })

  it("lets them take on the roles of CDK's bootstrap, and nothing else", () => {
    templates['pipeline']?.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          { Action: 'sts:AssumeRole', Effect: 'Allow', Resource: 'arn:aws:iam::111122223333:role/cdk-*' },
        ],
      },
    })
  })
})
