import { describe, expect, it } from '@jest/globals';
import { deleteEndpoint } from '@switchyard/core/endpoints/delete-endpoint';
import { anEndpoint } from '@switchyard/core/testing';
import { setUpQueues } from '../testing/run-queues.ts';

const ID = { tenantId: 'acme', endpointId: 'default' };

async function setUpHeld(events: number) {
  const queues = setUpQueues({ events, endpoint: { status: 'PAUSED' } });
  queues.accept();
  await queues.run();
  return queues;
}

describe('what is held for an endpoint that is deleted', () => {
  it('ends, all of it, with the reason', async () => {
    const queues = await setUpHeld(230);
    await deleteEndpoint(queues.context, ID);
    await queues.run();
    const ends = new Set(queues.deliveries().map(({ status, reason }) => `${status} ${reason}`));
    expect([ends, queues.delivered]).toEqual([new Set(['DLQ endpoint_deleted']), []]);
    expect(queues.queue.deadLetters).toHaveLength(230);
  });

  it('ends also when the one who deleted it died before it was gone, and did so again', async () => {
    const queues = await setUpHeld(3);
    queues.endpoints.hooks.before = ({ operation }) => {
      if (operation === 'delete') throw new Error('The function was stopped.');
    };
    await expect(deleteEndpoint(queues.context, ID)).rejects.toThrow('stopped');
    queues.endpoints.hooks.before = () => undefined;
    await queues.run();
    expect(new Set(queues.deliveries().map(({ status }) => status))).toEqual(new Set(['HELD']));
    await deleteEndpoint(queues.context, ID);
    await queues.run();
    expect(new Set(queues.deliveries().map(({ status }) => status))).toEqual(new Set(['DLQ']));
  });
});

it('an endpoint that was changed since is not deleted by who names what it was', async () => {
  const queues = await setUpHeld(1);
  const deleting = deleteEndpoint(queues.context, { ...ID, ifMatch: '"of another time"' });
  await expect(deleting).rejects.toMatchObject({ code: 'endpoint_changed' });
  expect(queues.endpoints.items()).toEqual([expect.objectContaining({ ...anEndpoint(), status: 'PAUSED' })]);
});
