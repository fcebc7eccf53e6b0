import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { issueClaims } from '../../lambda/issue-claims/claims.ts'

const permissions = new Map([
  ['catalog', ['CATALOG_WRITE']],
  ['office', ['ORDER_READ', 'CATALOG_WRITE']],
])

function event(
  groups: string[] | undefined,
  attributes: Record<string, string>,
): PreTokenGenerationV2TriggerEvent {
  return {
    version: '2',
    triggerSource: 'TokenGeneration_HostedAuth',
    region: 'eu-central-1',
    userPoolId: 'eu-central-1_x',
    userName: 'u',
    callerContext: { awsSdkVersion: '', clientId: 'client-1' },
    request: {
      userAttributes: attributes,
      groupConfiguration: groups === undefined ? {} : { groupsToOverride: groups },
      scopes: [],
    },
    response: { claimsAndScopeOverrideDetails: {} },
  }
}

function claims(groups: string[] | undefined, attributes: Record<string, string> = {}) {
  return issueClaims(event(groups, attributes), permissions).claimsAndScopeOverrideDetails
    .accessTokenGeneration.claimsToAddOrOverride
}

describe('issueClaims', () => {
  it('gives a customer an audience, an address and a name, and no permission', () => {
    expect(claims(undefined, { email: 'ada@example.com', name: 'Ada' })).toEqual({
      aud: 'client-1',
      email: 'ada@example.com',
      name: 'Ada',
      permissions: [],
    })
  })

  it("gives staff their groups' permissions, each once", () => {
    expect(claims(['catalog', 'office'])['permissions']).toEqual(['CATALOG_WRITE', 'ORDER_READ'])
  })

  it('gives nothing for a group that it does not know', () => {
    expect(claims(['administrators', 'constructor'])['permissions']).toEqual([])
  })

  it('leaves out what the user pool does not know', () => {
    expect(claims([])).toEqual({ aud: 'client-1', permissions: [] })
  })
})
