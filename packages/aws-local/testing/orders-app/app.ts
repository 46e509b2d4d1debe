// A small CDK app as anyone might have it. What it synthesizes is run by orders-app.test.ts.
import { fileURLToPath } from 'node:url';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { LambdaIntegration, RestApi, TokenAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';

const stack = new Stack(new App(), 'Shop');
const orders = new Table(stack, 'Orders', { partitionKey: { name: 'id', type: AttributeType.STRING } });
const deadLetters = new Queue(stack, 'DeadLetters');
const toShip = new Queue(stack, 'ToShip', { deadLetterQueue: { queue: deadLetters, maxReceiveCount: 3 } });

const code = Code.fromAsset(fileURLToPath(new URL('./code', import.meta.url)));
const runtime = Runtime.NODEJS_24_X;
const environment = { ORDERS: orders.tableName, TO_SHIP: toShip.queueUrl };
const api = new LambdaFunction(stack, 'Api', { runtime, code, handler: 'api.handler', environment });
const shipper = new LambdaFunction(stack, 'Shipper', {
  runtime,
  code,
  handler: 'shipper.handler',
  environment,
  timeout: Duration.seconds(10),
});
shipper.addEventSource(new SqsEventSource(toShip, { batchSize: 5 }));
orders.grantReadWriteData(api);
orders.grant(shipper, 'dynamodb:UpdateItem');
toShip.grantSendMessages(api);

const guard = new LambdaFunction(stack, 'Guard', {
  runtime,
  handler: 'index.handler',
  code: Code.fromInline(`exports.handler = async ({ authorizationToken, methodArn }) => {
    if (authorizationToken !== 'open sesame') throw new Error('Unauthorized');
    const Statement = [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: methodArn.replace(/\\/.*/, '/*') }];
    return { principalId: 'somebody', policyDocument: { Version: '2012-10-17', Statement } };
  };`),
});
const rest = new RestApi(stack, 'Shopfront', {
  defaultMethodOptions: { authorizer: new TokenAuthorizer(stack, 'Door', { handler: guard }) },
});
const collection = rest.root.addResource('orders');
collection.addMethod('POST', new LambdaIntegration(api));
collection.addResource('{id}').addMethod('GET', new LambdaIntegration(api));

new Stream(stack, 'Clicks');
new CfnOutput(stack, 'ShopUrl', { value: rest.url });
