import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import awsLambdaFastify from '@fastify/aws-lambda';
import { AWS_CLIENT_DEFAULTS, createSecretCache, openDocuments } from '@switchyard/core/aws';
import { parseConfig } from '@switchyard/core/config';
import { isReadable, listEndpoints } from '@switchyard/core/endpoints';
import { createLambdaHandler } from '@switchyard/core/http';
import { createLogger } from '@switchyard/core/logging';
import { createApp } from './app.ts';
import { configSchema } from './config.ts';
import { createReceiverSwitch } from './receiver-switch.ts';
import { createRememberSignature } from './remember-signature.ts';
import { createRequireOperator } from './require-operator.ts';
import { createVerifyDelivery } from './verify-delivery.ts';

const config = parseConfig(configSchema, process.env);
const clock = Date.now;
const documents = openDocuments(new DynamoDBClient(AWS_CLIENT_DEFAULTS));
const secretsManager = new SecretsManagerClient(AWS_CLIENT_DEFAULTS);
const endpoints = { documents, endpointsTable: config.TENANT_WEBHOOK_CONFIG_TABLE };
const store = { documents, eventsTable: config.EVENTS_TABLE, clock };

async function fetchOperatorToken(): Promise<string> {
  const { SecretString } = await secretsManager.send(
    new GetSecretValueCommand({ SecretId: config.OPERATOR_TOKEN_SECRET_ARN }),
  );
  if (SecretString === undefined || SecretString === '')
    throw new Error('The operator token secret is empty');
  return SecretString;
}

const app = createApp({
  logger: createLogger('receiver', config.LOG_LEVEL),
  verifyDelivery: createVerifyDelivery({
    listEndpoints: async (tenantId) => (await listEndpoints(endpoints, tenantId)).filter(isReadable),
    clock,
  }),
  rememberSignature: createRememberSignature(store),
  requireOperator: createRequireOperator({ operatorToken: createSecretCache(fetchOperatorToken, clock) }),
  receiverSwitch: createReceiverSwitch(store),
});

export const handler = createLambdaHandler(awsLambdaFastify, app);
