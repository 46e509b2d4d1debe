import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient();

export async function handler({ Records }) {
  for (const { body } of Records) {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: process.env.ORDERS,
        Key: { id: { S: body } },
        UpdateExpression: 'SET #status = :shipped',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':shipped': { S: 'shipped' } },
      }),
    );
    console.log(`shipped ${body}`);
  }
}
