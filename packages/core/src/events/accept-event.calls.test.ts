import { expect, it } from '@jest/globals';
import { anInput, setUpAcceptEvent } from '../../testing/accept-event-setup.ts';
import { anEndpoint } from '../../testing/builders.ts';
import { acceptEvent } from './accept-event.ts';

/**
 * The same functions, each call of which is noted as one later than all that had ended when it began: the highest number
 * is how many AWS calls a caller waits for one after another.
 */
function inSequence() {
  let longest = 0;
  const noted = <T extends object>(client: T): T =>
    new Proxy(client, {
      get: (target, name) => {
        const call: unknown = Reflect.get(target, name);
        if (typeof call !== 'function') return call;
        return async (...input: unknown[]) => {
          const place = longest + 1;
          const answer: unknown = await call.apply(target, input);
          longest = Math.max(longest, place);
          return answer;
        };
      },
    });
  return { noted, longest: () => longest };
}

it.each([
  ['one endpoint', ['a'], undefined, 3],
  ['three endpoints', ['a', 'b', 'c'], undefined, 3],
  // A repeat must be able to tell whether the message was sent: that is noted after it was.
  ['one endpoint, with an Idempotency-Key', ['a'], 'order-1', 4],
  ['three endpoints, with an Idempotency-Key', ['a', 'b', 'c'], 'order-1', 4],
])(
  'an event to %s is accepted after so many AWS calls one after another',
  async (_, ids, idempotencyKey, most) => {
    const { context } = setUpAcceptEvent({ endpoints: ids.map((endpointId) => anEndpoint({ endpointId })) });
    const { noted, longest } = inSequence();
    const slower = { ...context, documents: noted(context.documents), sqs: noted(context.sqs) };

    const { endpointIds } = await acceptEvent(
      { ...slower, sleep: async () => undefined },
      { ...anInput(), idempotencyKey },
    );

    expect(endpointIds).toEqual(ids);
    expect(longest()).toBe(most);
  },
);
