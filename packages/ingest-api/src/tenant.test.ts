import { describe, expect, it } from '@jest/globals';
import { newId } from '@switchyard/core/ids';
import { anEvent, NOW } from '@switchyard/core/testing';
import { createTestApi } from '../testing/create-test-api.ts';
import { problem } from '../testing/problem.ts';

const IDS = { acme: newId('evt', NOW), globex: newId('evt', NOW) };

/** Two tenants with an event each. */
function createList() {
  const { storeEvent, send } = createTestApi();
  for (const [tenantId, eventId] of Object.entries(IDS))
    storeEvent(anEvent({ tenantId, eventId, endpointIds: [] }));
  return send;
}

const listOf = (tenant: keyof typeof IDS) => ({
  status: 200,
  json: { events: [{ event_id: IDS[tenant] }] },
});

describe('the tenant of a request', () => {
  it('is the one that the authorizer proved', async () => {
    const send = createList();

    expect(await send({ tenantId: 'globex' })).toMatchObject(listOf('globex'));
  });

  it.each([
    'x-tenant-id',
    'tenantid',
    'x-switchyard-tenant-id',
    'x-apigateway-event',
    'x-apigateway-context',
    'x-aws-lambda-fastify-request',
  ])('cannot be set with the header %s', async (name) => {
    const send = createList();
    const claim = encodeURIComponent(
      JSON.stringify({ requestContext: { authorizer: { tenantId: 'globex' } } }),
    );
    const headers = { [name]: name.startsWith('x-apigateway') ? claim : 'globex' };

    expect(await send({ headers })).toMatchObject(listOf('acme'));
  });

  it.each([
    ['no authorizer ran', null],
    ['the authorizer named none', ''],
  ])('is missing when %s: 401', async (_, tenantId) => {
    const send = createList();

    expect(await send({ tenantId })).toEqual(problem(401, 'not_authenticated'));
  });

  it('is missing whatever a header claims when no authorizer ran', async () => {
    const send = createList();

    const answer = await send({
      tenantId: null,
      headers: { 'x-tenant-id': 'acme', authorization: 'Bearer sy_live_x' },
    });

    expect(answer).toEqual(problem(401, 'not_authenticated'));
  });
});
