import { setTimeout as sleep } from 'node:timers/promises';
import type { CallLine, LogLine } from '@switchyard/aws-local';
import { asList, parseObject } from '@switchyard/aws-local/json';
import {
  add,
  createUnitMeter,
  isAnEvents,
  isMetric,
  isQueue,
  ordinaryJson,
  requestBytes,
  startEndpointServer,
  type TableShape,
  type Units,
} from '@switchyard/local/cost';
import { createLocalTenant } from '@switchyard/local/create-local-tenant';
import { postOnce } from '@switchyard/local/measure';
import type { Session } from '@switchyard/local/session';
import type { CountedEvent } from './unit-rows.ts';

const LIMIT_MS = 60_000;
const LOOK_AGAIN_MS = 50;

export type Case = {
  readonly name: string;
  readonly payloadBytes: number;
  readonly endpoints: number;
  /** What each endpoint answers to its attempts. */
  readonly answers: readonly number[];
};

export type CountContext = Pick<Session, 'documents' | 'deployment'> & {
  readonly tables: Readonly<Record<string, TableShape>>;
  readonly calls: readonly CallLine[];
  readonly lines: readonly LogLine[];
};

/** Sends one event of a new tenant, and counts what it used until all its deliveries are over. */
export async function countEvent(
  context: CountContext,
  { name, payloadBytes, endpoints, answers }: Case,
): Promise<CountedEvent> {
  const { documents, deployment, tables, calls, lines } = context;
  const servers = await Promise.all(Array.from({ length: endpoints }, () => startEndpointServer()));
  try {
    for (const server of servers) server.answer(() => answers[server.deliveries.length - 1] ?? 500);
    const [first, ...others] = servers.map(({ url }) => url);
    const tenantId = `units-${calls.length}-${endpoints}`;
    const { apiKey } = await createLocalTenant(
      { documents, tables: deployment.tables },
      { tenantId, targetUrl: first ?? '' },
    );
    const ask = async (path: string, body: string): Promise<Record<string, unknown>> => {
      const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
      const { status, text } = await postOnce({ url: `${deployment.hooksUrl}${path}`, headers, body });
      if (status !== 201) throw new Error(`POST ${path} was answered by ${status} ${text.slice(0, 500)}`);
      return parseObject(text) ?? {};
    };
    for (const url of others) await ask('/v1/endpoints', JSON.stringify({ target_url: url }));
    const from = { calls: calls.length, lines: lines.length };
    const eventId = String((await ask('/v1/events', ordinaryJson(payloadBytes))).event_id);
    const own = await untilOver(() => lines.slice(from.lines), eventId, endpoints * answers.length);

    const used = calls
      .slice(from.calls)
      .filter(
        (call) => isAnEvents(call, deployment.tables.Events) && JSON.stringify(call).includes(tenantId),
      );
    const meter = createUnitMeter(tables);
    const units = used
      .filter(({ service }) => service === 'dynamodb')
      .reduce<Units>((sum, call) => add(sum, meter.count(call)), { writeUnits: 0, readUnits: 0 });
    const sends = used.filter(
      ({ operation, request }) =>
        operation.startsWith('SendMessage') &&
        !isQueue(request.QueueUrl, nameOf(deployment.queueUrls.control)),
    );
    const received = servers.flatMap(({ deliveries }) => deliveries);
    return {
      name,
      endpoints,
      scenario: answers.length === 1 ? 'delivered' : answers.at(-1) === 200 ? 'one_retry' : 'dead_lettered',
      payloadBytes,
      attempts: received.length,
      apiRequests: 1,
      ...units,
      sqsSends: sends.length,
      deliveryMessages: sends
        .filter(({ request }) => isQueue(request.QueueUrl, nameOf(deployment.queueUrls.delivery)))
        .reduce((sum, { request }) => sum + Math.max(1, asList(request.Entries).length), 0),
      logBytes: own.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0),
      sentBytes: received.reduce((sum, delivery) => sum + requestBytes(delivery), 0),
      storedBytes: meter.storedBytes(),
    };
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

/** The functions know a queue by another address than operators do. */
const nameOf = (queueUrl: string | undefined): string | undefined => queueUrl?.split('/').at(-1);

/**
 * An invocation writes its metrics when all else is done. They do not say of which invocation they are: one event is
 * under way at a time, so all are its own.
 *
 * @returns all lines of the invocations that had to do with the event
 */
async function untilOver(
  linesNow: () => readonly LogLine[],
  eventId: string,
  attempts: number,
): Promise<readonly LogLine[]> {
  const startedAt = performance.now();
  for (;;) {
    const lines = linesNow();
    const about = lines.filter(({ source, text }) => source === undefined && text.includes(eventId));
    const requests = new Set(about.map(({ json }) => json?.requestId));
    const metrics = lines.filter(({ json }) => isMetric(json));
    const tried = about.filter(({ json }) => json?.msg === 'delivery').length;
    const isAccepted = about.some(({ shortName }) => shortName === 'ingest-api');
    if (isAccepted && tried >= attempts && metrics.length >= requests.size)
      return [...lines.filter(({ json }) => requests.has(json?.requestId) && !isMetric(json)), ...metrics];
    if (performance.now() - startedAt > LIMIT_MS)
      throw new Error(`${eventId}: ${tried} of ${attempts} attempts within ${LIMIT_MS / 1_000} s.`);
    await sleep(LOOK_AGAIN_MS);
  }
}
