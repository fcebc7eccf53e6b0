import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import * as sns from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import type { ApiStack } from '../api/api-stack.ts'
import type { CacheStack } from '../cache/cache-stack.ts'
import type { DatabaseStack } from '../database/database-stack.ts'
import type { EdgeStack } from '../edge/edge-stack.ts'
import { KontorStack, type KontorStackProps } from '../kontor-stack.ts'
import { encryptionKeyOf } from '../network/encryption-key.ts'
import type { NetworkStack } from '../network/network-stack.ts'
import type { WebStack } from '../web/web-stack.ts'
import type { WorkerStack } from '../worker/worker-stack.ts'
import { createDashboard } from './dashboard.ts'

/**
 * Tells people. Parts decide what is bad, in their own stacks; here one alarm a part gathers theirs, so that a
 * night with a slow database is one page and not twelve.
 */
export class MonitoringStack extends KontorStack {
  constructor(
    scope: Construct,
    props: KontorStackProps & {
      readonly network: NetworkStack
      readonly database: DatabaseStack
      readonly cache: CacheStack
      readonly edge: EdgeStack
      readonly api: ApiStack
      readonly web: WebStack
      readonly worker: WorkerStack
    },
  ) {
    super(scope, 'monitoring', { ...props, description: 'Kontor: alarms and dashboard' })
    const { environment, network, database, cache, edge, api, web, worker } = props
    const topic = new sns.Topic(this, 'Alarms', {
      displayName: `Kontor ${environment.name}`,
      masterKey: encryptionKeyOf(this, network),
      enforceSSL: true,
    })
    if (environment.alarmEmail !== undefined) {
      topic.addSubscription(new EmailSubscription(environment.alarmEmail))
    }
    const action = new SnsAction(topic)
    const edgeAlarms = [this.#createPurgeAlarm(edge)]
    const parts = { api, web, worker, database, cache, edge: { alarms: edgeAlarms } }
    const gathered = Object.entries(parts).map(([part, { alarms }]) => {
      const alarm = new cloudwatch.CompositeAlarm(this, `${part}Alarm`, {
        compositeAlarmName: `kontor-${environment.name}-${part}`,
        alarmDescription: `Something is wrong with ${part}; docs/infrastructure.md says where to look.`,
        alarmRule: cloudwatch.AlarmRule.anyOf(...alarms),
      })
      alarm.addAlarmAction(action)
      alarm.addOkAction(action)
      return alarm
    })
    createDashboard(this, `kontor-${environment.name}`, {
      api: api.metrics,
      web: web.metrics,
      database: database.metrics,
      cache: cache.metrics,
      alarms: gathered,
    })
  }

  #createPurgeAlarm(edge: EdgeStack): cloudwatch.Alarm {
    return new cloudwatch.Alarm(this, 'PurgeFailed', {
      alarmDescription:
        'CloudFront was not told to forget something: old answers stay until their time is up.',
      metric: edge.purgeDeadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
      threshold: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    })
  }
}
