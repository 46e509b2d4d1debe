import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AWS_CLIENT_DEFAULTS, leanClient, openGet, openUpdate } from '@switchyard/aws-clients';
import { parseConfig } from '@switchyard/core/config';
import { createLogger } from '@switchyard/core/logging';
import { parsePlans } from '@switchyard/core/tenants';
import { parsePortalRoutes } from '@switchyard/core/tenants/portal-routes';
import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent, Context } from 'aws-lambda';
import { authorize } from './authorize.ts';
import { configSchema } from './config.ts';
import { noteUse } from './note-use.ts';
import { stagePolicy } from './policy.ts';
import { portalPolicy } from './portal-policy.ts';
import { type UsageKeys, usageKeyOf } from './usage-key.ts';

const config = parseConfig(configSchema, process.env);
const logger = createLogger('authorizer', config.LOG_LEVEL);
const client = leanClient(new DynamoDBClient(AWS_CLIENT_DEFAULTS));
const context = {
  documents: { ...openGet(client), ...openUpdate(client) },
  identityTable: config.TENANT_IDENTITY_TABLE,
  clock: Date.now,
  logger,
};
const usageKeys: UsageKeys = {
  plans: new Set(parsePlans(config.PLANS).map(({ name }) => name)),
  defaultUsageKey: config.DEFAULT_USAGE_KEY,
};
const portalRoutes = parsePortalRoutes(config.PORTAL_ROUTES);

export async function handler(
  event: APIGatewayTokenAuthorizerEvent,
  { awsRequestId: requestId }: Context,
): Promise<APIGatewayAuthorizerResult> {
  const result = await authorize(context, event.authorizationToken);
  if (result.kind === 'unauthorized') {
    const { kind: outcome, ...why } = result;
    logger[why.reason === 'unreadable' ? 'error' : 'info']({ requestId, outcome, ...why }, 'authorize');
    // API Gateway answers 401 to exactly this message.
    throw new Error('Unauthorized');
  }
  const { tenantId, keyId } = result.identity;
  if (result.kind === 'portal') {
    logger.info({ requestId, outcome: result.kind, state: result.state, tenantId, keyId }, 'authorize');
    return {
      ...portalPolicy(event.methodArn, result.identity, result.state, portalRoutes),
      // Nothing that a link may call is counted.
      usageIdentifierKey: usageKeys.defaultUsageKey,
    };
  }
  const { plan } = result.identity;
  logger.info({ requestId, outcome: result.kind, tenantId, keyId }, 'authorize');
  if (result.kind === 'allowed') await noteUse(context, result.identity);
  const effect = result.kind === 'allowed' ? 'Allow' : 'Deny';
  return {
    ...stagePolicy(effect, event.methodArn, tenantId, { tenantId, plan, keyId }),
    usageIdentifierKey: usageKeyOf(result.identity, usageKeys),
  };
}
