import { type CfnResource, Stack, Token, Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/**
 * Accepts that an identity may reach everything under a resource that it was granted, e.g. all versions of a
 * function or all objects of a bucket. cdk-nag wants each such finding accepted by its very text.
 *
 * @param scope - where the policy lies
 * @param under - the resource that it was granted
 */
export function acknowledgeWildcardUnder(
  scope: IConstruct,
  under: IConstruct,
  reason: string,
  suffix: string = ':*',
): void {
  const resource = under.node.defaultChild as CfnResource
  const logicalId = Stack.of(under).getLogicalId(resource)
  acknowledge(scope, [`AwsSolutions-IAM5[Resource::<${logicalId}.Arn>${suffix}]`], reason)
}

/** Accepts findings of cdk-nag for a construct and what lies in it, for one written reason. */
export function acknowledge(scope: IConstruct, rules: readonly string[], reason: string): void {
  Validations.of(scope).acknowledge(...rules.map((id) => ({ id, reason })))
}

/** The account of a construct as cdk-nag writes it in a finding: a placeholder where it is not written down. */
export function accountInFinding(scope: IConstruct): string {
  const { account } = Stack.of(scope)
  return Token.isUnresolved(account) ? '<AWS::AccountId>' : account
}
