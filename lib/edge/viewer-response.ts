import * as cloudfront from 'aws-cdk-lib/aws-cloudfront'
import { Construct } from 'constructs'
import { edge } from '../../api/contract.ts'

/**
 * The code of the function, in what CloudFront's runtime understands. Browsers would take what shared caches are told
 * for themselves too, `stale-while-revalidate` among it, and nobody can purge them.
 */
export const viewerResponseCode = `
function handler(event) {
  var response = event.response
  var rule = response.headers['cache-control']
  if (rule && rule.value.indexOf('s-maxage=') !== -1) {
    response.headers['cache-control'] = { value: '${edge.viewerCacheControl}' }
  }
  return response
}
`

/** Tells browsers to ask each time, whatever CloudFront itself may keep. */
export class ViewerResponse extends Construct {
  readonly associations: cloudfront.FunctionAssociation[]

  constructor(scope: Construct, id: string, props: { prefix: string }) {
    super(scope, id)
    const resource = new cloudfront.Function(this, 'Function', {
      functionName: `${props.prefix}-viewer-response`,
      comment: 'What the edge keeps, browsers ask for each time',
      runtime: cloudfront.FunctionRuntime.JS_2_0,
      code: cloudfront.FunctionCode.fromInline(viewerResponseCode),
    })
    this.associations = [{ function: resource, eventType: cloudfront.FunctionEventType.VIEWER_RESPONSE }]
  }
}
