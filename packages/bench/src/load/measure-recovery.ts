import {
  anEventRequest,
  createTenant,
  postEvents,
  postOnce,
  type StartDev,
  startDeliveryCounter,
} from '@switchyard/local/measure';
import type { Section } from '../report/row.ts';

const LIMIT_MS = 300_000;
const CONCURRENCY = 20;
const MOST_A_SECOND = 100;
const ENDPOINT = '/v1/endpoints/default';

/** What was held for an endpoint is sent on when it is back, beside as many events that are delivered as they come. */
export async function measureRecovery(start: StartDev, events: number): Promise<Section> {
  const counter = await startDeliveryCounter();
  const { local, stop } = await start();
  try {
    const { apiKey } = await createTenant(counter.url);
    const ask = async (method: string, path: string, body: object): Promise<void> => {
      const request = anEventRequest(local.hooks_url, apiKey);
      const { status, text } = await postOnce({
        ...request,
        method,
        url: `${local.hooks_url}${path}`,
        body: JSON.stringify(body),
      });
      if (status >= 300) throw new Error(`${method} ${path} was answered by ${status} ${text}`);
    };
    const post = (count: number) => postEvents(local.hooks_url, apiKey, count, CONCURRENCY);
    const reached = (count: number) => counter.reached(count, AbortSignal.timeout(LIMIT_MS));
    await post(CONCURRENCY);
    await reached(CONCURRENCY);

    const liveSince = performance.now();
    await post(events);
    await reached(CONCURRENCY + events);
    const liveSeconds = (performance.now() - liveSince) / 1_000;

    await ask('PATCH', ENDPOINT, { drain_rate: MOST_A_SECOND });
    await ask('POST', `${ENDPOINT}/pause`, {});
    await post(events);
    await ask('POST', `${ENDPOINT}/resume`, {});
    const resumedAt = performance.now();
    await reached(CONCURRENCY + 2 * events);
    const drainSeconds = (performance.now() - resumedAt) / 1_000;
    return {
      title: 'Recovery',
      note: `${events} events held while the endpoint was paused, drain_rate ${MOST_A_SECOND}; none lost: ${counter.count()} of ${CONCURRENCY + 2 * events} arrived, in ${counter.requests()} requests.`,
      rows: [
        {
          what: 'deliveries a second of a drain',
          unit: '/s',
          own: [events / drainSeconds],
          beside: { name: 'events posted and delivered as they come', values: [events / liveSeconds] },
        },
      ],
    };
  } finally {
    await counter.close();
    await stop();
  }
}
