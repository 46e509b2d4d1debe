import { describe, expect, it } from '@jest/globals';
import { outage, setUpAcceptEvent } from '../../testing/accept-event-setup.ts';
import { anEndpoint } from '../../testing/builders.ts';

describe('an accepted event is counted', () => {
  it('once, however many endpoints want it', async () => {
    const { accept, counted } = setUpAcceptEvent({
      endpoints: [anEndpoint({ endpointId: 'a' }), anEndpoint({ endpointId: 'b' })],
    });
    await accept();
    expect(counted).toEqual([['EventsAccepted']]);
  });

  it('also as unmatched when none does', async () => {
    const { accept, counted } = setUpAcceptEvent({ endpoints: [anEndpoint({ eventTypes: ['order.paid'] })] });
    await accept({ eventType: 'order.shipped' });
    expect(counted).toEqual([['EventsAccepted'], ['EventsUnmatched']]);
  });

  it('not again by a repeat', async () => {
    const { accept, counted } = setUpAcceptEvent();
    await accept();
    await accept();
    expect(counted).toEqual([['EventsAccepted']]);
  });

  it('not while it could not be queued, but by the repeat that completes it', async () => {
    const { accept, queue, counted } = setUpAcceptEvent();
    queue.hooks.before = () => {
      throw outage();
    };
    await expect(accept()).rejects.toThrow();
    expect(counted).toEqual([]);

    queue.hooks.before = () => undefined;
    await accept();
    expect(counted).toEqual([['EventsAccepted']]);
  });

  it('not when nobody could receive it', async () => {
    const { accept, counted } = setUpAcceptEvent({ endpoints: [] });
    await expect(accept()).rejects.toThrow();
    expect(counted).toEqual([]);
  });
});
