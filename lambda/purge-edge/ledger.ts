import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'

/** Counts what has been spent, for all copies of the function together. */
export interface Ledger {
  /**
   * Adds `amount` to the account, unless that would pass `limit`.
   *
   * @param expiresAt when the account may be forgotten
   * @returns whether it was added
   */
  spend(account: string, amount: number, limit: number, expiresAt: Date): Promise<boolean>
  /** Takes back what was spent in vain. */
  giveBack(account: string, amount: number): Promise<void>
}

/** Each account is one item, changed by one conditional update, so that two functions at once cannot overspend. */
export function createLedger(dynamo: DynamoDBClient, table: string): Ledger {
  const names = { '#spent': 'spent', '#expires': 'expiresAt' }
  return {
    async spend(account, amount, limit, expiresAt) {
      if (amount > limit) return false
      try {
        await dynamo.send(
          new UpdateItemCommand({
            TableName: table,
            Key: { account: { S: account } },
            UpdateExpression: 'ADD #spent :amount SET #expires = :expires',
            ConditionExpression: 'attribute_not_exists(#spent) OR #spent <= :most',
            ExpressionAttributeNames: names,
            ExpressionAttributeValues: {
              ':amount': { N: String(amount) },
              ':most': { N: String(limit - amount) },
              ':expires': { N: String(Math.ceil(expiresAt.getTime() / 1_000)) },
            },
          }),
        )
        return true
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false
        throw error
      }
    },
    async giveBack(account, amount) {
      await dynamo.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { account: { S: account } },
          UpdateExpression: 'ADD #spent :amount',
          ExpressionAttributeNames: { '#spent': 'spent' },
          ExpressionAttributeValues: { ':amount': { N: String(-amount) } },
        }),
      )
    },
  }
}
