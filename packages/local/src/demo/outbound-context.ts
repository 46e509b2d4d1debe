import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { clientOptions } from '@switchyard/aws-local';
import { parseObject } from '@switchyard/aws-local/json';
import type { LocalDeployment } from '@switchyard/core/deployment';
import type { Documents } from '@switchyard/core/tables';
import { createApiKey } from '@switchyard/core/tenants';
import { createLocalTenant } from '../create-local-tenant.ts';
import { createHooksClient } from './hooks-client.ts';
import type { OutboundContext } from './outbound-steps.ts';

/** On a busy machine. */
const DELIVERY_MS = 10_000;

/** A tenant for the outbound steps, and clients for all that is done in them. */
export async function createOutboundContext(
  local: LocalDeployment,
  documents: Documents,
  given: Pick<OutboundContext, 'endpoint' | 'maxAttempts' | 'retriesMs'> & { readonly tenantId: string },
): Promise<OutboundContext> {
  const { tenantId, ...rest } = given;
  const tenant = await createLocalTenant(
    { documents, tables: local.tables },
    { tenantId, targetUrl: given.endpoint.url },
  );
  const lambda = new LambdaClient(clientOptions(local.lambda_endpoint, local.region, local.access_key_id));
  return {
    ...rest,
    hooks: createHooksClient(local.hooks_url, tenant.apiKey),
    anonymous: createHooksClient(local.hooks_url, undefined),
    stranger: createHooksClient(local.hooks_url, createApiKey()),
    webhookSecret: tenant.webhookSecret,
    deliveryMs: DELIVERY_MS,
    invokeDlqProcessor: async (payload) => {
      const FunctionName = local.functions['dlq-processor'];
      const { Payload } = await lambda.send(
        new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(payload)) }),
      );
      return parseObject(Payload?.transformToString() ?? '') ?? {};
    },
  };
}
