import {
  type ControlMessage,
  type ControlQueue,
  type DeliveryQueue,
  sendControl,
} from '@switchyard/core/deliveries';
import type { DeliveryId, LoadDeliveryContext } from '@switchyard/core/delivery-store';
import { type Drain, type Endpoint, type EndpointsTable, MAX_DRAIN_RATE } from '@switchyard/core/endpoints';
import { changeState } from '@switchyard/core/endpoints/change-state';
import { drainRate } from '@switchyard/core/endpoints/start-drain';
import type { Logger } from '@switchyard/core/logging';
import { readHeldPage } from '@switchyard/core/read-held-page';
import { releaseHeld } from '@switchyard/core/release-held';
import * as z from 'zod';
import type { ActedOutcome } from './process-control.ts';

export type DrainStepContext = LoadDeliveryContext & DeliveryQueue & ControlQueue & EndpointsTable;

type DrainMessage = Extract<ControlMessage, { kind: 'drain' }>;

/** A drain grows by this factor a step, … */
const GROWTH = 1.25;
/** … up to so many times the rate that it began with. */
const MAX_GROWTH = 10;
/** A step is a second, or as long as one delivery takes at a lower rate. */
const STEP_MS = 1_000;
/** What was held just before the drain began may show up in the index only now. */
const SETTLES_MS = 5_000;
const AT_ONCE = 25;

/**
 * Sends on one step's worth of held deliveries and then the message of the next step. Of all copies of a message one
 * claims the step; after a crash it comes back, and makes the step again: what was sent on already is not held any
 * more.
 *
 */
export async function drainStep(
  context: DrainStepContext,
  endpoint: Endpoint,
  message: DrainMessage,
  messageId: string,
  log: Logger,
): Promise<ActedOutcome> {
  const drain = nextStep(endpoint, message, messageId);
  if (drain === undefined) return 'stale';
  if (drain !== endpoint.drain && !(await changeState(context, endpoint, { drain }))) return 'changed';
  const now = context.clock();
  const page = await readHeldPage(context, message, { limit: Math.ceil(drain.rate), after: message.after });
  const released = await releaseAll(context, page.deliveries, log);
  const sent = message.sent === true || released;
  const isWalked = page.after === undefined;
  if (isWalked && !sent && now - Date.parse(drain.startedAt) >= SETTLES_MS) {
    await changeState(context, { ...endpoint, drain }, { drain: undefined });
    return 'done';
  }
  const { after: _after, sent: _sent, hops: _hops, ...next } = message;
  await sendControl(context, {
    ...next,
    step: message.step + 1,
    notBefore: now + Math.max(STEP_MS, STEP_MS / drain.rate),
    // Once at the end, it walks again from the oldest, until a walk finds nothing.
    ...(isWalked ? {} : { after: page.after, ...(sent ? { sent } : {}) }),
  });
  return 'done';
}

/** The drain as this step goes on with it; undefined when the step was made, or another copy is at it. */
function nextStep(endpoint: Endpoint, { step }: DrainMessage, messageId: string): Drain | undefined {
  const { drain } = endpoint;
  if (drain?.step === step) return drain.claimedBy === messageId ? drain : undefined;
  if (drain?.step !== step - 1) return undefined;
  return { ...drain, step, claimedBy: messageId, rate: nextRate(endpoint, drain) };
}

/** @returns whether any was held; what cannot be read is left where it is, and keeps no other from going on */
export async function releaseAll(
  context: DrainStepContext,
  deliveries: readonly DeliveryId[],
  log: Logger,
): Promise<boolean> {
  let any = false;
  for (let start = 0; start < deliveries.length; start += AT_ONCE) {
    const released = await Promise.all(
      deliveries.slice(start, start + AT_ONCE).map(async (id) => {
        try {
          return await releaseHeld(context, id);
        } catch (error) {
          if (!(error instanceof z.ZodError)) throw error;
          log.error({ ...id, outcome: 'unreadable', err: error }, 'drain');
          return false;
        }
      }),
    );
    any ||= released.includes(true);
  }
  return any;
}

/** It grows while the endpoint answers, and begins again when it fails. */
function nextRate(endpoint: Endpoint, { rate, step }: Drain): number {
  const first = drainRate(endpoint);
  if (step === 0 || endpoint.breaker !== undefined) return first;
  return Math.min(rate * GROWTH, first * MAX_GROWTH, MAX_DRAIN_RATE);
}
