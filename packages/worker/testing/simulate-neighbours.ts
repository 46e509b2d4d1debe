import { acceptEvent } from '@switchyard/core/accept-event';
import { anEndpoint } from '@switchyard/core/testing';
import { createEndpointCache } from '../src/endpoint-cache.ts';
import { createFailureStreaks } from '../src/failure-streaks.ts';
import { createPaces } from '../src/paces.ts';
import { type ProcessBatchContext, processBatch } from '../src/process-batch.ts';
import { createSlots } from '../src/slots.ts';
import { answered } from './builders.ts';
import { setUpDeliver } from './deliver-setup.ts';
import { aRecord, type Waiting as Received } from './run-queues.ts';

const BATCH_SIZE = 10;
const MOST_WORKERS = 50;
/** Lambda has one more poller each 0.2 s while all are busy. */
const GROW_MS = 200;
const TIMEOUT_MS = 30_000;
const ANSWER_MS = 20;
const STEP_MS = 50;
const HANGING = 'https://hanging.example.com/';

type Waiting = Omit<Received, 'dueAt' | 'receives'>;
type Worker = { readonly context: ProcessBatchContext; isBusy: boolean; holdsHanging: boolean };

/**
 * Two tenants' events, so many a second of each, through the workers of the fast lane; the endpoint of one never
 * answers. Each worker has a memory of its own, as Lambda's environments have, and remembers both endpoints as quick.
 *
 * @param advance moves the time, which only the test does
 */
export async function simulateNeighbours(given: {
  readonly slowAfterMs: number;
  readonly workers: number;
  /** Of the healthy tenant; 20 of the other. */
  readonly eventsPerSecond: number;
  readonly seconds: number;
  /** The first workers have had its quick answers of late; those that are started have had nothing. */
  readonly isKnown: boolean;
  readonly advance: (ms: number) => Promise<void>;
}) {
  const endpoints = [
    anEndpoint({ tenantId: 'healthy' }),
    anEndpoint({ tenantId: 'hanging', targetUrl: HANGING }),
  ];
  const { context: shared, queue } = setUpDeliver({ event: null, endpoints });
  const context = { ...shared, clock: Date.now, slowAfterMs: given.slowAfterMs };
  const after = <T>(ms: number, value: T) => new Promise<T>((resolve) => setTimeout(resolve, ms, value));
  const acceptedAt = new Map<string, number>();
  const waits: number[] = [];
  const waiting: Waiting[] = [];
  const workers: Worker[] = [];
  let taken = 0;
  let busySince: number | undefined;
  let mostHolding = 0;

  async function startWorker(isKnown: boolean): Promise<void> {
    const paces = createPaces(Date.now);
    for (let number = 0; isKnown && number < 20; number += 1) paces.note('hanging#default', ANSWER_MS);
    const worker: Worker = {
      isBusy: false,
      holdsHanging: false,
      context: {
        ...context,
        endpointCache: createEndpointCache(context),
        paces,
        streaks: createFailureStreaks(),
        slots: createSlots(5),
        post: (targetUrl, { headers }) => {
          if (targetUrl === HANGING) {
            worker.holdsHanging = true;
            return after(TIMEOUT_MS, {
              kind: 'failed' as const,
              error: 'timeout' as const,
              detail: '',
              durationMs: TIMEOUT_MS,
            });
          }
          waits.push(Date.now() - (acceptedAt.get(String(headers['webhook-id'])) ?? 0));
          return after(ANSWER_MS, answered(200));
        },
      },
    };
    for (const { tenantId, endpointId } of endpoints)
      await worker.context.endpointCache.get(tenantId, endpointId);
    workers.push(worker);
  }

  async function accept(tenantId: string): Promise<void> {
    const input = { tenantId, payload: Buffer.from('{}'), eventType: undefined, idempotencyKey: undefined };
    const { eventId } = await acceptEvent(context, { ...input, correlationId: 'call' });
    acceptedAt.set(eventId, Date.now());
  }

  function receive(): void {
    const fresh = queue.sent().slice(taken);
    taken += fresh.length;
    for (const { message, delaySeconds = 0 } of fresh)
      if (message.lane === undefined && delaySeconds === 0)
        waiting.push({ messageId: `m${taken}-${message.eventId}`, message });
    for (const worker of workers.filter(({ isBusy }) => !isBusy)) {
      const batch = waiting.splice(0, BATCH_SIZE);
      if (batch.length === 0) break;
      worker.isBusy = true;
      const records = batch.map((each) => aRecord({ ...each, dueAt: 0, receives: 1 }));
      void processBatch(worker.context, records, 'request').then(() => {
        worker.isBusy = false;
        worker.holdsHanging = false;
      });
    }
  }

  for (let number = 0; number < given.workers; number += 1) await startWorker(given.isKnown);
  const healthyAStep = (given.eventsPerSecond * STEP_MS) / 1_000;
  for (let ms = 0; ms < given.seconds * 1_000; ms += STEP_MS) {
    await accept('hanging');
    for (let number = 0; number < healthyAStep; number += 1) await accept('healthy');
    receive();
    await given.advance(STEP_MS);
    const areAllBusy = waiting.length > 0 && workers.every(({ isBusy }) => isBusy);
    busySince = areAllBusy ? (busySince ?? Date.now()) : undefined;
    if (busySince !== undefined && Date.now() - busySince >= GROW_MS && workers.length < MOST_WORKERS) {
      await startWorker(false);
      busySince = undefined;
    }
    mostHolding = Math.max(mostHolding, workers.filter(({ holdsHanging }) => holdsHanging).length);
  }
  return {
    /** Workers that waited for the endpoint that hangs, at most. */
    mostHolding,
    delivered: waits.length,
    longestWaitMs: Math.max(...waits),
  };
}
