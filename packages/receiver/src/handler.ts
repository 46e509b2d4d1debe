import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import awsLambdaFastify from '@fastify/aws-lambda';
import { AWS_CLIENT_DEFAULTS, leanClient, openDocuments } from '@switchyard/aws-clients';
import { parseConfig } from '@switchyard/core/config';
import { createLambdaHandler } from '@switchyard/core/http';
import { createLogger } from '@switchyard/core/logging';
import { createSecretCache } from '@switchyard/core/secret-cache';
import { createApp } from './app.ts';
import { configSchema } from './config.ts';

const config = parseConfig(configSchema, process.env);
const clock = Date.now;
const secretsManager = leanClient(new SecretsManagerClient(AWS_CLIENT_DEFAULTS));

async function fetchOperatorToken(): Promise<string> {
  const { SecretString } = await secretsManager.send(
    new GetSecretValueCommand({ SecretId: config.OPERATOR_TOKEN_SECRET_ARN }),
  );
  if (SecretString === undefined || SecretString === '')
    throw new Error('The operator token secret is empty');
  return SecretString;
}

const app = createApp({
  documents: openDocuments(leanClient(new DynamoDBClient(AWS_CLIENT_DEFAULTS))),
  eventsTable: config.EVENTS_TABLE,
  endpointsTable: config.TENANT_WEBHOOK_CONFIG_TABLE,
  operatorToken: createSecretCache(fetchOperatorToken, clock),
  clock,
  logger: createLogger('receiver', config.LOG_LEVEL),
});

export const handler = createLambdaHandler(awsLambdaFastify, app);
