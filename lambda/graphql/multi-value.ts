import type { ALBEvent, ALBResult } from 'aws-lambda'

/** An event whose headers are there once, whatever the target group is set to. */
export type SingleValueEvent = ALBEvent & { headers: Record<string, string> }

/**
 * With multi-value headers on, a balancer sends only `multiValueHeaders` and `multiValueQueryStringParameters`
 * (ELB user guide, Lambda functions as targets); Apollo's integration reads only `headers`.
 */
export function withSingleValues(event: ALBEvent): SingleValueEvent {
  const { multiValueHeaders, headers } = event
  const given = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value ?? ''])
  const joined = Object.entries(multiValueHeaders ?? {}).map(([name, values]) => [
    name.toLowerCase(),
    // RFC 9110, 5.3: several fields of one name mean the same as one with their values in a list.
    (values ?? []).join(', '),
  ])
  return { ...event, headers: Object.fromEntries([...given, ...joined]) as Record<string, string> }
}

/** The result in the form that the balancer, which sent `event`, reads; another form gives shoppers a 502. */
export function answerAs(event: ALBEvent, result: ALBResult): ALBResult {
  if (event.multiValueHeaders === undefined) return result
  const { headers = {}, ...rest } = result
  const lists = Object.entries(headers).map(([name, value]) => [name, [value]])
  return {
    ...rest,
    multiValueHeaders: Object.fromEntries(lists) as NonNullable<ALBResult['multiValueHeaders']>,
  }
}
