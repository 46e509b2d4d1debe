import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type DeliveryCounter = Awaited<ReturnType<typeof startDeliveryCounter>>;

/**
 * An endpoint that takes everything, and knows when each event came first, as `performance.now()` has it.
 *
 * @param idHeader that has the event's id, in lower case
 */
export async function startDeliveryCounter(idHeader = 'webhook-id') {
  const seen = new Map<string, number>();
  let requests = 0;
  let check = (): void => undefined;
  const server = createServer((request, response) => {
    requests += 1;
    const eventId = String(request.headers[idHeader]);
    if (!seen.has(eventId)) seen.set(eventId, performance.now());
    request.resume();
    response.end('{}');
    check();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    count: () => seen.size,
    /** Repeats as well. */
    requests: () => requests,
    receivedAt: (eventId: string): number | undefined => seen.get(eventId),
    /** Settles when so many have been delivered. */
    reached: (count: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error(`${seen.size} of ${count} were delivered.`)));
        check = () => {
          if (seen.size >= count) resolve();
        };
        check();
      }),
    close: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
