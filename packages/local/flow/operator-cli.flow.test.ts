import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { neverLogged } from '../testing/canaries.ts';
import { type FlowStack, openFlowStack } from '../testing/flow-stack.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

describe('the operator', () => {
  it('has the deployment examined, over HTTP and in every part', async () => {
    const { target, healthy, checks, urls } = await flow.cliProgram('doctor');
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

  it('runs a tenant’s endpoint from the first test to the end', async () => {
    const { tenantId } = await flow.createTenant();
    const server = await flow.startEndpoint();
    const endpoints = (verb: string, ...options: string[]) =>
      flow.cli('endpoints', verb, tenantId, 'audit', ...options);
    const added = await endpoints('add', '--target-url', server.url, '--header', 'x-route=audit');
    neverLogged('webhook secret', String(added.webhook_secret));
    expect(added).toMatchObject({ endpoint_id: 'audit', header_names: ['x-route'] });

    const tested = await endpoints('test', '--event-type', 'audit.test', '--data', '{"n":1}');
    expect(tested).toMatchObject({ status: 'DELIVERED', status_code: 200, response_body: '{"ok":true}' });
    expect(
      server.deliveries.map(({ headers, body }) => [headers['x-route'], JSON.parse(String(body))]),
    ).toEqual([['audit', { type: 'audit.test', data: { n: 1 } }]]);

    const updated = await endpoints('update', '--rate-limit', '20', '--header', 'x-route=');
    expect(updated).toMatchObject({ rate_limit: 20, header_names: [] });
    expect(await endpoints('show')).toMatchObject({ rate_limit: 20, etag: updated.etag });
    expect(await endpoints('pause', '--if-match', String(updated.etag))).toMatchObject({ status: 'PAUSED' });
    expect(await endpoints('resume')).toMatchObject({ status: 'ENABLED' });
    const rotated = await endpoints('rotate-secret', '--overlap-seconds', '0');
    neverLogged('webhook secret', String(rotated.webhook_secret));
    expect(await endpoints('delete', '--yes')).toMatchObject({ deleted: true });
    expect(await flow.cli('endpoints', 'list', tenantId)).toMatchObject({
      endpoints: [{ endpoint_id: 'default' }],
    });
  });
});
