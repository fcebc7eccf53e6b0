import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { CloudFormationCustomResourceEvent } from 'aws-lambda'
import { z } from 'zod'
import { environment } from '../../api/contract.ts'
import { migrate } from '../../migrations/migrate.ts'
import { migrateCluster } from './migration.ts'

const { [environment.databaseSecretArn]: secretArn } = z
  .object({ [environment.databaseSecretArn]: z.string().startsWith('arn:') })
  .parse(process.env)
const secretsManager = new SecretsManagerClient()

/**
 * Custom resource: brings the database up to date whenever the migrations have changed. Deleting it does nothing,
 * and neither does going back to an older hash: migrations only expand, so that the release before runs on.
 */
export async function handler(
  event: CloudFormationCustomResourceEvent,
): Promise<{ PhysicalResourceId: string; Data: { applied: string } }> {
  const applied =
    event.RequestType === 'Delete'
      ? []
      : await migrateCluster(secretArn, {
          secretsManager,
          sleep: (milliseconds) => sleep(milliseconds),
          migrate: (connectionString) =>
            migrate({
              connectionString,
              // Lambda's certificates of RDS are loaded through NODE_EXTRA_CA_CERTS.
              ssl: { rejectUnauthorized: true },
              folder: fileURLToPath(new URL('migrations', import.meta.url)),
              log: (line) => console.log(line),
            }),
        })
  return { PhysicalResourceId: 'migrations', Data: { applied: applied.join(', ') } }
}
