import { describe, expect, it, jest } from '@jest/globals';
import { createTestApi } from '../testing/create-test-api.ts';
import { problem } from '../testing/problem.ts';
import type { ListEventsInput } from './events/list-events.ts';

function createList() {
  const listEvents = jest.fn(async (_input: ListEventsInput) => ({ events: [], next: undefined }));
  return { listEvents, send: createTestApi({ listEvents }).send };
}

describe('the tenant of a request', () => {
  it('is the one that the authorizer proved', async () => {
    const { listEvents, send } = createList();
    await send({ tenantId: 'globex' });

    expect(listEvents).toHaveBeenCalledWith(expect.objectContaining({ tenantId: 'globex' }));
  });

  it.each([
    'x-tenant-id',
    'tenantid',
    'x-switchyard-tenant-id',
    'x-apigateway-event',
    'x-apigateway-context',
    'x-aws-lambda-fastify-request',
  ])('cannot be set with the header %s', async (name) => {
    const { listEvents, send } = createList();
    const claim = encodeURIComponent(
      JSON.stringify({ requestContext: { authorizer: { tenantId: 'globex' } } }),
    );
    await send({ headers: { [name]: name.startsWith('x-apigateway') ? claim : 'globex' } });

    expect(listEvents).toHaveBeenCalledWith(expect.objectContaining({ tenantId: 'acme' }));
  });

  it.each([
    ['no authorizer ran', null],
    ['the authorizer named none', ''],
  ])('is missing when %s: 401', async (_, tenantId) => {
    const { listEvents, send } = createList();

    expect(await send({ tenantId })).toEqual(problem(401, 'not_authenticated'));
    expect(listEvents).not.toHaveBeenCalled();
  });

  it('is missing whatever a header claims when no authorizer ran', async () => {
    const { send } = createList();

    const answer = await send({
      tenantId: null,
      headers: { 'x-tenant-id': 'acme', authorization: 'Bearer sy_live_x' },
    });

    expect(answer).toEqual(problem(401, 'not_authenticated'));
  });
});
