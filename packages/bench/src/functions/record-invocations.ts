import type { CallLine, LocalFunction } from '@switchyard/aws-local';
import { createLocalTenant } from '@switchyard/local/create-local-tenant';
import { anEventRequest, noteUseOfKey, postOnce } from '@switchyard/local/measure';
import { openSession, synthesize } from '@switchyard/local/session';

/** A function, one event as it got it from the service that invokes it, and what AWS answered meanwhile. */
export type Recorded = {
  readonly name: string;
  readonly definition: LocalFunction;
  readonly payload: string;
  readonly calls: readonly CallLine[];
};

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

/** Sends events through the stack that would be deployed, on this machine. @returns each function that took part */
export async function recordInvocations({
  directory,
  targetUrl,
  delivered,
}: RecordingContext): Promise<readonly Recorded[]> {
  const calls: CallLine[] = [];
  const payloads = new Map<string, string>();
  await synthesize(directory, process.env);
  const session = await openSession({
    assemblyDirectory: directory,
    settings: {
      PORT: 0,
      RECEIVER_PORT: 0,
      AWS_ENDPOINT_URL_DYNAMODB: undefined,
      AWS_ENDPOINT_URL_SQS: undefined,
    },
    onCall: (call) => calls.push(call),
    onInvoke: (name, payload) => payloads.set(name, payload),
  });
  try {
    const { documents, deployment, stack } = session;
    const { apiKey } = await createLocalTenant(
      { documents, tables: deployment.tables },
      { tenantId: 'bench', targetUrl },
    );
    await noteUseOfKey({ documents, tables: deployment.tables }, apiKey);
    for (let sent = 1; sent <= EVENTS; sent += 1) {
      const { status, text } = await postOnce(anEventRequest(deployment.hooksUrl, apiKey));
      if (status !== 201) throw new Error(`An event was not accepted: ${status} ${text}`);
      await delivered(sent);
    }
    return Object.values(stack.functions).flatMap((definition) => {
      const payload = payloads.get(definition.shortName);
      const own = calls.filter(({ caller }) => caller === definition.shortName);
      return payload === undefined ? [] : [{ name: definition.shortName, definition, payload, calls: own }];
    });
  } finally {
    await session.close();
  }
}
