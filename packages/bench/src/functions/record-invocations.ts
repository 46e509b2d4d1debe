import type { CallLine, LocalFunction } from '@switchyard/aws-local';
import { createLocalTenant } from '@switchyard/local/create-local-tenant';
import { anEventRequest, noteUseOfKey, postCallback, postOnce } from '@switchyard/local/measure';
import { type Session, synthesize } from '@switchyard/local/session';
import { openEmbeddedSession } from '../open-embedded-session.ts';

/** In this order: the receiver takes a delivery for five minutes only, and these are repeated long after. */
const MEASURED = ['receiver', 'worker', 'authorizer', 'ingest-api', 'webhook-handler', 'dlq-processor'];

/** A function, one event as it got it from the service that invokes it, and what AWS answered meanwhile. */
export type Recorded = {
  readonly name: string;
  readonly definition: LocalFunction;
  readonly payload: string;
  readonly calls: readonly CallLine[];
};

const RECEIVING_TENANT = 'received';

/** The first loads code and fills caches, as in a deployment. */
const EVENTS = 3;

export type RecordingContext = {
  /** For the assembly; the code that was run stays there. */
  readonly directory: string;
  /** Where the events are delivered. */
  readonly targetUrl: string;
  /** Settles once so many have arrived there. */
  readonly delivered: (count: number) => Promise<void>;
};

/** Sends events through the stack that would be deployed, on this machine. @returns each function that an event of some kind passes through */
export async function recordInvocations({
  directory,
  targetUrl,
  delivered,
}: RecordingContext): Promise<readonly Recorded[]> {
  const calls: CallLine[] = [];
  const payloads = new Map<string, string>();
  const received = Promise.withResolvers<void>();
  await synthesize(directory, process.env);
  const session = await openEmbeddedSession({
    assemblyDirectory: directory,
    onCall: (call) => calls.push(call),
    onInvoke(name, payload) {
      payloads.set(name, payload);
      if (name === 'receiver') received.resolve();
    },
  });
  try {
    const { documents, deployment, stack } = session;
    const ofReceiver = {
      tenantId: RECEIVING_TENANT,
      targetUrl: `${deployment.receiverUrl}/${RECEIVING_TENANT}/webhook`,
    };
    await sendEvent(session, await makeTenant(session, ofReceiver));
    await received.promise;
    const { status, text } = await postCallback(session);
    if (status !== 200) throw new Error(`A callback was not taken: ${status} ${text}`);
    await stack.invoke(deployment.functions['dlq-processor'] ?? '', { action: 'peek' });

    // At last: what the worker was then handed is measured.
    const apiKey = await makeTenant(session, { tenantId: 'bench', targetUrl });
    // As it is on all but the first request of a day: the authorizer has nothing to write.
    await noteUseOfKey({ documents, tables: deployment.tables }, apiKey);
    for (let sent = 1; sent <= EVENTS; sent += 1) {
      await sendEvent(session, apiKey);
      await delivered(sent);
    }
    const definitions = Object.values(stack.functions);
    return MEASURED.map((name) => {
      const [definition, payload] = [
        definitions.find(({ shortName }) => shortName === name),
        payloads.get(name),
      ];
      if (definition === undefined || payload === undefined) throw new Error(`${name} was not invoked.`);
      return { name, definition, payload, calls: calls.filter(({ caller }) => caller === name) };
    });
  } finally {
    await session.close();
  }
}

/** @returns its API key */
async function makeTenant(
  { documents, deployment: { tables } }: Session,
  tenant: { readonly tenantId: string; readonly targetUrl: string },
): Promise<string> {
  const { apiKey } = await createLocalTenant({ documents, tables }, tenant);
  return apiKey;
}

async function sendEvent({ deployment }: Session, apiKey: string): Promise<void> {
  const { status, text } = await postOnce(anEventRequest(deployment.hooksUrl, apiKey));
  if (status !== 201) throw new Error(`An event was not accepted: ${status} ${text}`);
}
