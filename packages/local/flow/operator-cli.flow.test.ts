import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FlowStack, openFlowStack } from '../testing/flow-stack.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

describe('the operator', () => {
  it('has the deployment examined, over HTTP and in every part', async () => {
    const { target, healthy, checks, urls } = await flow.cli('doctor');
    expect([target, healthy]).toEqual(['the local stack', true]);
    for (const [group, check] of [
      ['settings', 'values'],
      ['stack', 'outputs'],
      ['tables', 'TenantIdentity'],
      ['tables', 'TenantWebhookConfig'],
      ['tables', 'Events'],
      ['queues', 'depth'],
      ['functions', 'state'],
      ['secrets', 'operator token'],
      ['http', 'callbacks'],
      ['http', 'API'],
      ['http', 'receiver'],
    ]) {
      expect(checks).toContainEqual(expect.objectContaining({ group, check, state: 'ok' }));
    }
    expect(urls).toContainEqual(
      expect.objectContaining({ url: `${flow.local.hooks_url}/sms#rc=3&rp=5xx,ct,rt` }),
    );
  });

  it('is told an event’s history by its id alone, from acceptance to the dead letter', async () => {
    const tenant = await flow.createTenant();
    tenant.endpoint.answer({ status: 503, body: 'try later' });
    const eventId = await tenant.post();
    const history = await flow.cliLines('tail', eventId);

    expect(history[0]).toMatchObject({
      kind: 'accepted',
      event_type: 'order.paid',
      endpoint_ids: ['default'],
    });
    const attempts = history.filter(({ kind }) => kind === 'attempt');
    expect(attempts.map(({ attempt, status_code: status }) => [attempt, status])).toEqual(
      [1, 2, 3, 4, 5].map((attempt) => [attempt, 503]),
    );
    expect(history.at(-2)).toMatchObject({ kind: 'dead_lettered', reason: 'attempts_exhausted' });
    expect(history.at(-1)).toEqual({
      kind: 'end',
      event_id: eventId,
      tenant_id: tenant.tenantId,
      status: 'DLQ',
      settled: true,
    });
  });
});
