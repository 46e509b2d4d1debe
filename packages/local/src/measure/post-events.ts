import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

const EVENT = JSON.stringify({
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
      const { status, text } = await post(agent, `${hooksUrl}/v1/events`, apiKey);
      if (status !== 201) throw new Error(`An event was not accepted: ${status} ${text}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, postInTurn));
  } finally {
    agent.destroy();
  }
}

const post = (agent: Agent, url: string, apiKey: string): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(EVENT),
    };
    const outgoing = request(url, { method: 'POST', agent, headers }, (response) => {
      buffer(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, text: body.toString() }),
        reject,
      );
    });
    outgoing.on('error', reject);
    outgoing.end(EVENT);
  });
