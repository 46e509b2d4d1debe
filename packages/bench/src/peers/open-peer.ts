import { randomUUID } from 'node:crypto';
import { isObject, parseObject } from '@switchyard/aws-local/json';
import { postOnce, readTreeUsage, startDeliveryCounter } from '@switchyard/local/measure';
import type { Target } from '../load/target.ts';
import { fillRequest } from './fill-request.ts';
import type { Peer } from './peer-file.ts';

/** Makes the peer's destination, which is a receiver of its own. Close the receiver when it is measured. */
export async function openPeer({ name, pids, setup, publish, accepted, eventId }: Peer): Promise<Target> {
  const receiver = await startDeliveryCounter(eventId.header);
  const run = randomUUID();
  const fill = (request: typeof publish) =>
    fillRequest(request, { receiver: receiver.url, run, id: randomUUID() });
  try {
    for (const request of setup) {
      const { status, text } = await postOnce(fill(request));
      if (status >= 400)
        throw new Error(
          `${name} answered ${request.method} ${request.url} with ${status} ${text.slice(0, 500)}`,
        );
    }
  } catch (error) {
    await receiver.close();
    throw error;
  }
  return {
    name,
    receiver,
    ...(pids.length === 0
      ? {}
      : { cpuSeconds: () => pids.reduce((sum, pid) => sum + readTreeUsage(pid).cpuSeconds, 0) }),
    makeEvent: () => fill(publish),
    isAccepted: ({ status }) => accepted.some((each) => String(each) === status),
    eventIdOf: ({ text }) => {
      const found = eventId.answer
        .split('.')
        .reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), parseObject(text));
      return typeof found === 'string' ? found : undefined;
    },
  };
}
