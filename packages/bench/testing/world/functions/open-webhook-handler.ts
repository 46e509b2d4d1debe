import awsLambdaFastify from '@fastify/aws-lambda';
import { createLambdaHandler } from '@switchyard/core/http';
import { createApp } from '../../../../webhook-handler/src/app.ts';
import { createProviderSecrets } from '../../../../webhook-handler/src/provider-secrets.ts';
import { createQuarantineLimit } from '../../../../webhook-handler/src/quarantine/quarantine-limit.ts';
import {
  PROCESS_DEADLINE_MS,
  type ReceiveCallbackContext,
  receiveCallback,
} from '../../../../webhook-handler/src/receive-callback.ts';
import { handleSpoolEvent } from '../../../../webhook-handler/src/spool/handle-spool-event.ts';
import { BASE_URL } from '../../../../webhook-handler/testing/signed-requests.ts';
import type { Environment } from '../environment.ts';
import type { Handler } from '../function.ts';
import type { Shared } from '../shared.ts';
import { answerHttp } from './answer-http.ts';
import { shareApp } from './share-app.ts';

const TEXT = 'Nobody reads {channel} here.';

/** What both functions of the callbacks work with, as context.ts puts it together. */
function openContext(environment: Environment, world: Shared) {
  const client = { attempts: 2, timeoutMs: 1_500 };
  const common = world.open(environment, client);
  const openSecrets = () =>
    createProviderSecrets(
      () => environment.effect('secretsmanager:GetSecretValue', () => world.providerSecrets.text, client),
      common.clock,
    );
  return {
    ...common,
    deadlineMs: PROCESS_DEADLINE_MS,
    providerSecrets: openSecrets(),
    openSecrets,
    verifySignatures: true,
    legacySignatureRoutes: [],
    quarantineLimit: createQuarantineLimit(common.clock),
    spoolQueueUrl: world.queues.named('spool').url,
    mappingStrategy: 'database' as const,
    matchingWindowSeconds: 3_600,
    baseUrl: BASE_URL,
    channelQueueUrl: (channel, purpose) => world.queues.named(`${channel}-${purpose}`).url,
    repliesDelaySeconds: 30,
    fallbackTexts: { whatsapp: TEXT, sms: TEXT, email: TEXT },
    fallbackLimits: { all: 1_000, tenant: 500, destination: 100 },
    reachedLimits: new Set<string>(),
    sendText: ({ from }, text) =>
      environment.effect(`POST provider's API`, () => void world.fallbacks.push({ to: from, text })),
  } satisfies ReceiveCallbackContext & Record<string, unknown>;
}

const openApp = shareApp((context: ReceiveCallbackContext & { readonly baseUrl: string }) =>
  answerHttp(
    createLambdaHandler(
      awsLambdaFastify,
      createApp({
        baseUrl: context.baseUrl,
        logger: context.logger,
        clock: () => context.clock(),
        corsOrigins: [],
        receiveCallback: (request) => receiveCallback(context, request),
        checkHealth: async () => ({}),
      }),
    ),
  ),
);

/** The function behind API Gateway, which the providers call. */
export const openWebhookHandler = (environment: Environment, world: Shared): Handler =>
  openApp(openContext(environment, world));

/** The function behind the spool. */
export function openCallbackSpool(environment: Environment, world: Shared): Handler {
  const context = openContext(environment, world);
  return async (payload) => handleSpoolEvent(context, Object(payload));
}
