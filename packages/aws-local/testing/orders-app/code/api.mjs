import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const dynamodb = new DynamoDBClient();
const sqs = new SQSClient();
const { ORDERS, TO_SHIP } = process.env;

export async function handler({ httpMethod, pathParameters, body, requestContext }) {
  if (httpMethod === 'GET') {
    const Key = { id: { S: pathParameters.id } };
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: ORDERS, Key }));
    if (!Item) return { statusCode: 404, body: '{}' };
    return { statusCode: 200, body: JSON.stringify({ id: Item.id.S, status: Item.status.S }) };
  }
  const { id } = JSON.parse(body);
  const Item = {
    id: { S: id },
    status: { S: 'placed' },
    placedBy: { S: requestContext.authorizer.principalId },
  };
  await dynamodb.send(new PutItemCommand({ TableName: ORDERS, Item }));
  await sqs.send(new SendMessageCommand({ QueueUrl: TO_SHIP, MessageBody: id }));
  return { statusCode: 201, body: JSON.stringify({ id, status: 'placed' }) };
}
