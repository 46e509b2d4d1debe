import { createRecordingQueue } from '@switchyard/core/testing';
import type { CallbackRequest } from '../src/callback-request.ts';
import { createProviderSecrets } from '../src/provider-secrets.ts';
import { quarantineCallback } from '../src/quarantine/quarantine-callback.ts';
import { createQuarantineLimit } from '../src/quarantine/quarantine-limit.ts';
import {
  type ReleaseContext,
  releaseQuarantined,
  reverifyQuarantined,
} from '../src/quarantine/release-quarantined.ts';
import { type ReceiveCallbackContext, receiveCallback } from '../src/receive-callback.ts';
import { processSpool } from '../src/spool/process-spool.ts';
import { type MessageSetupOptions, setUpMessages } from './message-setup.ts';
import { providerSecrets } from './provider-secrets.ts';
import { BASE_URL } from './signed-requests.ts';

export const SPOOL_QUEUE_URL = 'https://sqs.example/spool';

/** Everything behind HTTP, over a table and queues in memory; `state` is what a test may change on the way. */
export function setUpCallbacks(options: MessageSetupOptions & { readonly deadlineMs?: number } = {}) {
  const setup = setUpMessages(options);
  const { clock } = setup.time;
  const { sqs } = setup.context;
  const spoolQueue = createRecordingQueue();
  const state = { secretText: JSON.stringify(providerSecrets()), secretsDown: false, baseUrl: BASE_URL };
  const context: ReceiveCallbackContext & ReleaseContext = {
    ...setup.context,
    sqs: {
      ...sqs,
      sendMessage: (input, sendOptions) =>
        (input.QueueUrl === SPOOL_QUEUE_URL ? spoolQueue.sqs : sqs).sendMessage(input, sendOptions),
    },
    deadlineMs: options.deadlineMs ?? 1_000,
    providerSecrets: createProviderSecrets(async () => {
      if (state.secretsDown) throw new Error('Secrets Manager is out of reach');
      return state.secretText;
    }, clock),
    verifySignatures: true,
    legacySignatureRoutes: [],
    quarantineLimit: createQuarantineLimit(clock),
    spoolQueueUrl: SPOOL_QUEUE_URL,
    mappingStrategy: 'database',
    matchingWindowSeconds: 60,
    baseUrl: state.baseUrl,
  };
  return {
    ...setup,
    context,
    callbackState: state,
    spoolQueue,
    quarantine: (request: CallbackRequest, step: 'verify' | 'parse', code: string) =>
      quarantineCallback(context, request, step, code),
    receiveCallback: (request: CallbackRequest) => receiveCallback(context, request),
    processSpool: (records: Parameters<typeof processSpool>[1]) => processSpool(context, records),
    release: (input: { readonly receivedAt: string; readonly id: string }) =>
      releaseQuarantined({ ...context, baseUrl: state.baseUrl }, input),
    reverify: (input: { readonly receivedAt: string; readonly id: string }) =>
      reverifyQuarantined({ ...context, baseUrl: state.baseUrl }, input),
    quarantined: () => setup.table.items().filter(({ pk }) => String(pk).startsWith('QUARANTINE#')),
  };
}

export type CallbackSetup = ReturnType<typeof setUpCallbacks>;
