import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { check, checkEqual } from './check.ts';
import type { HooksClient } from './hooks-client.ts';
import type { OutboundContext } from './outbound-steps.ts';
import type { DemoStep } from './run-steps.ts';

const EVENTS = 4;
const POLL_MS = 100;

const replaySchema = z.object({
  replay_id: z.string(),
  state: z.string(),
  matched: z.number(),
  replayed: z.number(),
});
type Replay = z.infer<typeof replaySchema>;

async function ask(hooks: HooksClient, method: string, path: string, body?: object): Promise<Replay> {
  const sent = body === undefined ? undefined : JSON.stringify(body);
  return replaySchema.parse((await hooks.call(method, `/v1/replays${path}`, sent)).body);
}

async function waitFor(
  { hooks, retriesMs }: OutboundContext,
  { replay_id: id }: Replay,
  holds: (replay: Replay) => boolean,
): Promise<Replay> {
  const giveUpAt = performance.now() + retriesMs;
  for (;;) {
    const replay = await ask(hooks, 'GET', `/${id}`);
    if (holds(replay)) return replay;
    check(performance.now() < giveUpAt, `replay ${id} goes on (it is ${JSON.stringify(replay)})`);
    await sleep(POLL_MS);
  }
}

export const replaySteps: readonly DemoStep<OutboundContext>[] = [
  {
    name: 'replay',
    title: 'An outage left several behind: count them, replay, pause, resume; each arrives once',
    async run(context) {
      const { hooks, endpoint, deliveryMs, retriesMs } = context;
      endpoint.answer(503);
      const eventIds: string[] = [];
      for (let number = 1; number <= EVENTS; number += 1) {
        const { body } = await hooks.postEvent(JSON.stringify({ type: 'order.paid', number }));
        eventIds.push(z.object({ event_id: z.string() }).parse(body).event_id);
      }
      await Promise.all(eventIds.map((eventId) => hooks.waitForStatus(eventId, 'DLQ', retriesMs)));
      endpoint.answer(200);
      const before = endpoint.deliveries.length;

      const filter = { status: 'DLQ', endpoint_id: 'default' };
      const counted = await ask(hooks, 'POST', '', { ...filter, dry_run: true });
      checkEqual(counted.matched, EVENTS, 'the number that the dry run counts');
      const started = await ask(hooks, 'POST', '', { ...filter, rate: 1 });
      await waitFor(context, started, ({ replayed }) => replayed > 0);
      checkEqual((await ask(hooks, 'POST', `/${started.replay_id}/pause`)).state, 'paused', 'its state');
      const paused = await waitFor(context, started, ({ matched, replayed }) => matched === replayed);
      check(paused.replayed < EVENTS, 'a paused replay keeps the others');
      await ask(hooks, 'POST', `/${started.replay_id}/resume`);
      const done = await waitFor(context, started, ({ state }) => state === 'done');
      checkEqual(done.replayed, EVENTS, 'the number replayed');
      await Promise.all(eventIds.map((eventId) => hooks.waitForStatus(eventId, 'DELIVERED', deliveryMs)));
      checkEqual(endpoint.deliveries.length - before, EVENTS, 'the number of requests');
      return { counted: counted.matched, before_the_pause: paused.replayed, replayed: done.replayed };
    },
  },
];
