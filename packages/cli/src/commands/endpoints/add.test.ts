import { describe, expect, it } from '@jest/globals';
import { endpointSchema } from '@switchyard/core/endpoints';
import { anEndpoint } from '@switchyard/core/testing';
import { testSession } from '../../../testing/test-session.ts';
import { endpointsAdd } from './add.ts';

const input = { tenantId: 'acme', endpointId: 'audit', targetUrl: 'https://audit.example.com' };

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
