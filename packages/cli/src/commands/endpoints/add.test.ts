import { describe, expect, it } from '@jest/globals';
import { endpointSchema } from '@switchyard/core/endpoints';
import { anEndpoint, aSecret } from '@switchyard/core/testing';
import { testSession } from '../../../testing/test-session.ts';
import { endpointsAdd } from './add.ts';

const input = {
  tenantId: 'acme',
  endpointId: 'audit',
  targetUrl: 'https://audit.example.com',
  secretStdin: false,
};

describe('endpoints add', () => {
  it('adds an enabled endpoint with a secret of its own', async () => {
    const test = testSession({ endpoints: [anEndpoint()] });
    const answer = await endpointsAdd.run(test.session, { ...input, eventTypes: ['user.deleted'] });
    const [, added] = test.endpoints().map((item) => endpointSchema.parse(item));
    expect(added).toMatchObject({
      endpointId: 'audit',
      targetUrl: 'https://audit.example.com/',
      status: 'ENABLED',
      eventTypes: ['user.deleted'],
      secrets: [{ secret: answer.webhook_secret }],
    });
  });

  it('sets all that the API sets, and signs with a secret from stdin', async () => {
    const test = testSession({ endpoints: [anEndpoint()], readSecret: async () => aSecret(9) });
    const answer = await endpointsAdd.run(test.session, {
      ...input,
      description: 'audit log',
      header: ['X-Route=audit=1'],
      metadata: ['team=audit'],
      timeoutMs: 500,
      maxAttempts: 3,
      retrySchedule: '30s,5m',
      rateLimit: 20,
      drainRate: 5,
      secretStdin: true,
    });
    expect(answer.webhook_secret).toBe(aSecret(9));
    expect(test.endpoints().find(({ endpointId }) => endpointId === 'audit')).toMatchObject({
      description: 'audit log',
      headers: { 'x-route': 'audit=1' },
      metadata: { team: 'audit' },
      timeoutMs: 500,
      maxAttempts: 3,
      retrySchedule: '30s,5m',
      rateLimit: 20,
      drainRate: 5,
      secrets: [{ secret: aSecret(9) }],
    });
  });

  it('makes an id where none is given', async () => {
    const { session } = testSession({ endpoints: [anEndpoint()] });
    const { endpoint_id } = await endpointsAdd.run(session, { ...input, endpointId: undefined });
    expect(endpoint_id).toMatch(/^ep_/);
  });

  it('makes no more than the API does', async () => {
    const endpoints = Array.from({ length: 50 }, (_, n) => anEndpoint({ endpointId: `e-${n}` }));
    const { session } = testSession({ endpoints });
    await expect(endpointsAdd.run(session, input)).rejects.toMatchObject({
      code: 'too_many_endpoints',
      message: expect.stringContaining('50 are allowed'),
    });
  });

  it.each([
    ['a header of HTTP', { header: ['HOST=x'] }, '--header: "HOST": "host" is set by'],
    ['a header twice', { header: ['x-a=1', 'X-A=2'] }, 'is the same as x-a'],
    ['the very same header twice', { header: ['x-a=1', 'x-a=2'] }, '"x-a" twice'],
    ['a header without a value', { header: ['x-a='] }, '1 to 1024'],
    ['a timeout above the deployment’s', { timeoutMs: 20_001 }, '100 to 20000'],
    ['attempts for longer than events are kept', { maxAttempts: 50, retrySchedule: '7d' }, 'less than 30'],
  ])('refuses %s', async (_, wrong, words) => {
    const { session, endpoints } = testSession({ endpoints: [anEndpoint()] });
    await expect(endpointsAdd.run(session, { ...input, ...wrong })).rejects.toThrow(words);
    expect(endpoints()).toHaveLength(1);
  });

  it('refuses a secret that is none, without repeating it', async () => {
    const { session } = testSession({ endpoints: [anEndpoint()], readSecret: async () => 'hunter2' });
    const adding = endpointsAdd.run(session, { ...input, secretStdin: true });
    await expect(adding).rejects.toMatchObject({
      code: 'secret_malformed',
      message: expect.not.stringContaining('hunter2'),
    });
  });

  it('never writes over an endpoint', async () => {
    const test = testSession({ endpoints: [anEndpoint({ endpointId: 'audit' })] });
    await expect(endpointsAdd.run(test.session, input)).rejects.toMatchObject({ code: 'endpoint_exists' });
    expect(test.endpoints()).toEqual([anEndpoint({ endpointId: 'audit' })]);
  });

  it('refuses an unknown tenant', async () => {
    await expect(endpointsAdd.run(testSession().session, input)).rejects.toMatchObject({
      code: 'tenant_not_found',
    });
  });
});
