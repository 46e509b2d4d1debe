import { describe, expect, it } from '@jest/globals';
import { sendDeadLetter } from '@switchyard/core/deliveries';
import { changeState } from '@switchyard/core/endpoints/change-state';
import { enableEndpoint, holdEndpoint } from '@switchyard/core/endpoints/set-status';
import { operationalEventSchema } from '@switchyard/core/operational-events';
import { anEndpoint, TENANT_ID } from '@switchyard/core/testing';
import { answered } from '../testing/builders.ts';
import { setUpQueues, type TestQueues } from '../testing/run-queues.ts';
import { deadLetterOf } from './send-outbox.ts';

const OPS = 'https://ops.example.com/';

/** `default` is down; what others are sent is taken. */
function setUpOutage(events: number, maxAttempts = 50) {
  const queues = setUpQueues({
    events,
    endpoint: { retrySchedule: '30s', maxAttempts },
  });
  const down = new Set([anEndpoint().targetUrl]);
  queues.state.onPost = (targetUrl) => {
    queues.state.answer = answered(down.has(targetUrl) ? 503 : 200);
  };
  const add = (endpointId: string, eventTypes: string[], targetUrl = `${OPS}${endpointId}`) =>
    queues.endpoints.store(anEndpoint({ endpointId, targetUrl, eventTypes }));
  return { queues, down, add };
}

/** What each URL was sent of operational events. */
const toldTo = (queues: TestQueues): [string, string][] =>
  queues.posts.flatMap(({ targetUrl, signed: { body } }): [string, string][] => {
    const read = operationalEventSchema.safeParse(JSON.parse(Buffer.from(body).toString()));
    return read.success ? [[targetUrl.replace(OPS, ''), read.data.type]] : [];
  });

describe('an endpoint that fails', () => {
  it('is told of to the endpoints of its tenant that name it, and to the operator, then that it is back', async () => {
    const { queues, down, add } = setUpOutage(12);
    add('by-name', ['endpoint.failing', 'endpoint.recovered']);
    add('family', ['endpoint.*']);
    add('others', ['delivery.*', 'order.paid']);
    add('all', ['*']);
    add('all-too', []);
    queues.endpoints.store(
      anEndpoint({ tenantId: 'globex', targetUrl: `${OPS}globex`, eventTypes: ['endpoint.*'] }),
    );
    // It hears nothing of itself.
    queues.endpoints.store({ ...queues.endpoint(), eventTypes: ['order.*', 'endpoint.*'] });
    queues.accept();
    await queues.run(300_000);
    down.clear();
    await queues.run();
    expect(toldTo(queues).toSorted()).toEqual([
      ['by-name', 'endpoint.failing'],
      ['by-name', 'endpoint.recovered'],
      ['family', 'endpoint.failing'],
      ['family', 'endpoint.recovered'],
    ]);
    expect(queues.notices).toMatchObject([
      {
        type: 'endpoint.failing',
        tenant_id: TENANT_ID,
        data: { last_error: 'http_503', endpoint_id: 'default' },
      },
      { type: 'endpoint.recovered', tenant_id: TENANT_ID, data: { reason: 'answered' } },
    ]);
    expect(queues.counted).toContainEqual(['OperationalEvents', { about: 'endpoint.failing' }]);
  });

  it('is told of once, whatever comes twice', async () => {
    const { queues, add } = setUpOutage(0);
    add('ops', ['endpoint.*']);
    await holdEndpoint(queues.context, queues.endpoint(), 'DISABLED', 'Asked for.');
    const { control } = queues.queue;
    for (const copy of [...control]) control.push(copy);
    await queues.run();
    expect(toldTo(queues)).toEqual([['ops', 'endpoint.disabled']]);
    expect(new Set(queues.notices.map(({ event_id }) => event_id)).size).toBe(1);
  });

  it('is not told of when the change was not written', async () => {
    const { queues, add } = setUpOutage(0);
    add('ops', ['endpoint.*']);
    const seen = queues.endpoint();
    queues.endpoints.store({ ...seen, targetUrl: 'https://new.example.com/' });
    expect(await changeState(queues.context, seen, { status: 'DISABLED' })).toBe(false);
    await queues.run();
    expect([toldTo(queues), queues.notices]).toEqual([[], []]);
  });

  it('is told of all the same when the state is written late, or the topic does not answer for a while', async () => {
    const { queues, add } = setUpOutage(0);
    add('ops', ['endpoint.*']);
    const { endpoints } = queues;
    const { update } = endpoints.documents;
    let late: (() => Promise<unknown>) | undefined;
    endpoints.documents.update = async (input) => {
      late = () => update(input);
      return { $metadata: {} };
    };
    await holdEndpoint(queues.context, queues.endpoint(), 'DISABLED', 'Asked for.');
    endpoints.documents.update = update;
    await queues.run(30_000);
    expect(queues.notices).toEqual([]);
    await late?.();
    const { publish } = queues.context.operators;
    let refusals = 2;
    Object.assign(queues.context.operators, {
      publish: async (notice: Parameters<typeof publish>[0]) => {
        if (refusals > 0) {
          refusals -= 1;
          throw new Error('outage');
        }
        await publish(notice);
      },
    });
    await queues.run();
    expect(toldTo(queues)).toEqual([['ops', 'endpoint.disabled']]);
    expect(queues.notices).toMatchObject([{ type: 'endpoint.disabled' }]);
  });

  it('hears of another that fails, and that one of it, once each: it comes to an end', async () => {
    const { queues, down, add } = setUpOutage(12);
    const other = 'https://other.example.com/';
    down.add(other);
    add('other', ['endpoint.*', 'delivery.*'], other);
    queues.endpoints.store({ ...queues.endpoint(), eventTypes: ['order.*', 'endpoint.*', 'delivery.*'] });
    queues.accept();
    await queues.run(3_600_000);
    const told = queues.notices.map(({ type, data }) => `${data.endpoint_id} ${type}`);
    expect(told).toEqual(['default endpoint.failing']);
    down.clear();
    await queues.run();
    expect(queues.notices.slice(1)).toMatchObject([{ type: 'endpoint.recovered' }]);
  });

  it('is told to one that is paused once that is enabled', async () => {
    const { queues, add } = setUpOutage(0);
    add('ops', ['endpoint.*']);
    const ops = anEndpoint({
      endpointId: 'ops',
      targetUrl: `${OPS}ops`,
      eventTypes: ['endpoint.*'],
      status: 'PAUSED',
    });
    queues.endpoints.store(ops);
    await holdEndpoint(queues.context, queues.endpoint(), 'DISABLED', 'Asked for.');
    await queues.run();
    expect(toldTo(queues)).toEqual([]);
    await enableEndpoint(queues.context, ops);
    await queues.run();
    expect(toldTo(queues)).toEqual([['ops', 'endpoint.disabled']]);
  });
});

describe('a delivery that is given up', () => {
  it('is told of with its event, attempts and latest error', async () => {
    const { queues, add } = setUpOutage(1, 2);
    add('ops', ['delivery.exhausted']);
    queues.accept();
    await queues.run();
    expect(toldTo(queues)).toEqual([['ops', 'delivery.exhausted']]);
    expect(queues.notices).toMatchObject([
      {
        type: 'delivery.exhausted',
        data: {
          event_id: queues.eventIds[0],
          endpoint_id: 'default',
          reason: 'attempts_exhausted',
          attempts: 2,
          last_error: 'http_503',
          target_host: new URL(anEndpoint().targetUrl).host,
        },
      },
    ]);
  });

  it('is told of once, however often its dead letter is sent', async () => {
    const { queues, add } = setUpOutage(1, 1);
    add('ops', ['delivery.exhausted']);
    let crashes = 1;
    queues.queue.hooks.after = (queueUrl) => {
      if (crashes === 0 || queueUrl !== queues.queue.deadLetterQueueUrl) return;
      crashes -= 1;
      throw new Error('The function was stopped');
    };
    queues.accept();
    await queues.run();
    expect(queues.deadLetters).toHaveLength(2);
    expect(toldTo(queues)).toEqual([['ops', 'delivery.exhausted']]);
  });

  it('is not told of when only its dead letter was sent, and it went on', async () => {
    const { queues, add } = setUpOutage(1);
    add('ops', ['delivery.*']);
    queues.accept();
    await queues.run(60_000);
    const [delivery] = queues.deliveries();
    if (delivery === undefined) throw new Error('There is no delivery.');
    await sendDeadLetter(queues.context, deadLetterOf(delivery, 'held_too_long'));
    await queues.run(60_000);
    expect(queues.notices).toEqual([]);
    expect(toldTo(queues)).toEqual([]);
  });

  it('is not told of when it was to tell something itself', async () => {
    const { queues, down, add } = setUpOutage(1, 1);
    const ops = 'https://down.example.com/';
    down.add(ops);
    queues.endpoints.store(
      anEndpoint({ endpointId: 'ops', targetUrl: ops, eventTypes: ['delivery.*'], maxAttempts: 1 }),
    );
    add('third', ['delivery.*']);
    queues.accept();
    await queues.run();
    expect(queues.deadLetters.map(({ endpointId }) => endpointId)).toEqual(['default', 'ops']);
    expect(toldTo(queues).toSorted()).toEqual([
      [ops, 'delivery.exhausted'],
      ['third', 'delivery.exhausted'],
    ]);
    expect(queues.notices).toHaveLength(1);
  });
});
