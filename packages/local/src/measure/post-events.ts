import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** What is posted: 80 bytes. */
export const EVENT = JSON.stringify({
  type: 'order.paid',
  data: { order_id: 1042, amount: '19.90', currency: 'EUR' },
});

/** Posts so many events over connections that stay open, and waits for every answer. */
export async function postEvents(
  hooksUrl: string,
  apiKey: string,
  count: number,
  concurrency: number,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  let left = count;
  const postInTurn = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { status, text } = await post(agent, anEventRequest(hooksUrl, apiKey));
      if (status !== 201) throw new Error(`An event was not accepted: ${status} ${text}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, postInTurn));
  } finally {
    agent.destroy();
  }
}

export type Outgoing = {
  /** @default POST */
  readonly method?: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
};

/** @throws when there is no answer */
export const post = (
  agent: Agent,
  { method = 'POST', url, headers, body }: Outgoing,
): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const withLength = { ...headers, 'content-length': Buffer.byteLength(body) };
    const outgoing = request(url, { method, agent, headers: withLength }, (response) => {
      buffer(response).then(
        (answer) => resolve({ status: response.statusCode ?? 0, text: answer.toString() }),
        reject,
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });

/** On a connection of its own. @throws when there is no answer */
export const postOnce = (outgoing: Outgoing): Promise<{ status: number; text: string }> =>
  post(new Agent(), outgoing);

/** The request of a tenant who sends an event. */
export const anEventRequest = (hooksUrl: string, apiKey: string): Outgoing => ({
  url: `${hooksUrl}/v1/events`,
  headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
  body: EVENT,
});
