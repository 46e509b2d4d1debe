import { createOutboundMessageStore } from '@switchyard/core/inbound';
import { createRecordingQueue } from '@switchyard/core/testing';
import { createProcessCallback, type ProcessCallback } from '../src/process-callback.ts';
import { createProviderSecrets } from '../src/provider-secrets.ts';
import { createProviders } from '../src/providers/index.ts';
import { createQuarantineCallback } from '../src/quarantine/quarantine-callback.ts';
import { createQuarantineStore } from '../src/quarantine/quarantine-store.ts';
import { createReleaseQuarantined } from '../src/quarantine/release-quarantined.ts';
import { createReceiveCallback } from '../src/receive-callback.ts';
import { createProcessSpool } from '../src/spool/process-spool.ts';
import { createSpoolCallback } from '../src/spool/spool-callback.ts';
import { createFindByRecipient } from '../src/statuses/find-by-recipient.ts';
import { createMarkEmitted } from '../src/statuses/mark-emitted.ts';
import { createMatchMessage } from '../src/statuses/match-message.ts';
import { createReceiveStatus } from '../src/statuses/receive-status.ts';
import { createRecordStatus } from '../src/statuses/record-status.ts';
import { createVerifyCallback } from '../src/verify-callback.ts';
import { type MessageSetupOptions, setUpMessages } from './message-setup.ts';
import { providerSecrets } from './provider-secrets.ts';
import { BASE_URL } from './signed-requests.ts';

/** Everything behind HTTP, over a table and queues in memory; `state` is what a test may change on the way. */
export function setUpCallbacks(options: MessageSetupOptions & { readonly deadlineMs?: number } = {}) {
  const setup = setUpMessages(options);
  const { deps, time, logs, metrics, receiveMessage, emitEvent } = setup;
  const { clock } = time;
  const { logger } = logs;
  const spoolQueue = createRecordingQueue();
  const state = {
    secretText: JSON.stringify(providerSecrets()),
    secretsDown: false,
    baseUrl: BASE_URL,
    /** Goes before processing; may throw or never end. */
    beforeProcessing: async (): Promise<void> => undefined,
  };
  const providers = createProviders({ legacyTwilioStatusSignature: false, legacyResendSignature: false });
  const secrets = createProviderSecrets(async () => {
    if (state.secretsDown) throw new Error('Secrets Manager is out of reach');
    return state.secretText;
  }, clock);
  const store = createOutboundMessageStore(deps);
  const matchMessage = createMatchMessage({
    store,
    findByRecipient: createFindByRecipient(deps),
    strategy: 'database',
    windowSeconds: 60,
  });
  const receiveStatus = createReceiveStatus({
    recordStatus: createRecordStatus({ ...deps, store, matchMessage }),
    emitEvent,
    markEmitted: createMarkEmitted(deps),
    logger,
  });
  const processNow = createProcessCallback({ providers, receiveMessage, receiveStatus });
  const process: ProcessCallback = async (request) => {
    await state.beforeProcessing();
    return processNow(request);
  };
  const verify = createVerifyCallback({ providers, secrets, enabled: true });
  const quarantineStore = createQuarantineStore(deps);
  const quarantine = createQuarantineCallback({ providers, store: quarantineStore, clock, logger });
  const parts = { providers, verify, process, quarantine, metrics, clock, logger };
  const spool = createSpoolCallback({ sqs: spoolQueue.sqs, queueUrl: 'https://sqs.example/spool' });
  return {
    ...setup,
    callbackState: state,
    secrets,
    spoolQueue,
    spool,
    quarantineStore,
    quarantine,
    receiveCallback: createReceiveCallback({ ...parts, spool, deadlineMs: options.deadlineMs ?? 1_000 }),
    processSpool: createProcessSpool(parts),
    release: (input: { readonly receivedAt: string; readonly id: string }) =>
      createReleaseQuarantined({ ...parts, store: quarantineStore, baseUrl: state.baseUrl })(input),
    quarantined: () => setup.table.items().filter(({ pk }) => String(pk).startsWith('QUARANTINE#')),
  };
}

export type CallbackSetup = ReturnType<typeof setUpCallbacks>;
