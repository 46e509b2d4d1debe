import { describe, expect, it } from '@jest/globals';
import { STATUS_ACTIONS } from '@switchyard/core/endpoints/change-status';
import { anEndpoint } from '@switchyard/core/testing';
import { createTestApi } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';

function setUp(changes: Parameters<typeof anEndpoint>[0] = {}) {
  const api = createTestApi({ endpoints: [anEndpoint(changes)] });
  const etag = async () =>
    String((await api.send({ method: 'GET', path: '/v1/endpoints/default' })).headers.etag);
  const act = (action: string, ifMatch: string) =>
    api.send({ method: 'POST', path: `/v1/endpoints/default/${action}`, headers: { 'if-match': ifMatch } });
  const stored = () => api.endpoints.item({ tenantId: 'acme', endpointId: 'default' });
  return { ...api, etag, act, stored };
}

describe('a change of status that names what it is a change of', () => {
  it('is made, and answers the name of what it is then', async () => {
    const { etag, act } = setUp();
    const paused = await act('pause', await etag());
    expect(paused).toMatchObject({ status: 200, json: { status: 'PAUSED' } });
    expect(paused.headers.etag).toBe(await etag());
  });

  it.each(STATUS_ACTIONS)('is refused when it was changed since: %s', async (action) => {
    const { act, stored } = setUp({ status: 'PAUSED' });
    expect(await act(action, '"stale"')).toEqual(problem(412, 'endpoint_changed'));
    expect(stored()).toEqual(anEndpoint({ status: 'PAUSED' }));
  });

  it.each(['pause', 'enable'])(
    'is refused when it is changed between reading and writing: %s',
    async (action) => {
      const { etag, act, endpoints, stored } = setUp();
      const seen = await etag();
      let changed = false;
      endpoints.hooks.before = ({ operation }) => {
        if (operation !== 'update' || changed) return;
        changed = true;
        endpoints.store(anEndpoint({ description: 'of somebody else', revision: 'another' }));
      };
      expect(await act(action, seen)).toEqual(problem(412, 'endpoint_changed'));
      expect(stored()).toEqual(anEndpoint({ description: 'of somebody else', revision: 'another' }));
    },
  );
});
