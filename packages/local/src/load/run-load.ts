import { startDeliveryCounter } from '../measure/delivery-counter.ts';
import { startDev } from '../measure/dev-process.ts';
import { createTenant } from '../measure/measure-local.ts';
import { anEventRequest } from '../measure/post-events.ts';
import { type LoadOptions, type LoadResult, type Sent, sendOpenLoop, summarize } from './open-loop.ts';
import { setUpCallbacks } from './requests.ts';

/** A callback that was spooled is tried again after three minutes. */
const DELIVERY_LIMIT_MS = 240_000;
/** A function's first request loads its code. */
const WARM_UP: LoadOptions = { count: 3, ratePerSecond: 1 };

export type Load = {
  readonly events: LoadResult;
  readonly callbacks: LoadResult;
  /** Accepted, by 201 or 200, and not delivered to the tenant's endpoint. */
  readonly lost: number;
};

/** Events of a tenant and SMS to the tenant's number at once, each at the rate, and what arrives at its endpoint. */
export async function runLoad(options: LoadOptions): Promise<Load> {
  const { local, stop } = await startDev();
  const counter = await startDeliveryCounter();
  try {
    const { tenantId, apiKey } = await createTenant(counter.url);
    const anSmsRequest = await setUpCallbacks(local.hooks_url, tenantId);
    const both = (given: LoadOptions) =>
      Promise.all([
        sendOpenLoop(() => anEventRequest(local.hooks_url, apiKey), given),
        sendOpenLoop(anSmsRequest, given),
      ]);
    const warmed = await both(WARM_UP);
    const [events, callbacks] = await both(options);
    const accepted = [...warmed, events, callbacks].flat().filter(isAccepted).length;
    await counter.reached(accepted, AbortSignal.timeout(DELIVERY_LIMIT_MS)).catch(() => undefined);
    return {
      events: summarize(events),
      callbacks: summarize(callbacks),
      lost: Math.max(0, accepted - counter.count()),
    };
  } finally {
    await counter.close();
    await stop();
  }
}

const isAccepted = ({ status }: Sent): boolean => status === '201' || status === '200';
