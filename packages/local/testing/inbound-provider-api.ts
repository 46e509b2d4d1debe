import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import * as z from 'zod';

const sentSchema = z.object({ path: z.string(), authorization: z.string(), body: z.string() });
export type SentText = z.infer<typeof sentSchema>;

/** In a person's number or mailbox: the provider takes no message for them. */
export const REFUSED = '66666';

/**
 * What stands for the REST APIs of Twilio and Resend. `GET /sent` shows what was sent, since the tests are in other
 * processes.
 */
export async function startProviderApi(): Promise<string> {
  const sent: SentText[] = [];
  const server = createServer({ keepAliveTimeout: 600_000 }, async (request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.method === 'GET') return response.end(JSON.stringify(sent));
    const body = (await buffer(request)).toString();
    sent.push({ path: request.url ?? '', authorization: request.headers.authorization ?? '', body });
    response.statusCode = body.includes(REFUSED) ? 503 : 201;
    return response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** @returns what was sent through the provider's API with this text in it */
export async function readSent(url: string, text: string): Promise<SentText[]> {
  const all = z.array(sentSchema).parse(await (await fetch(`${url}/sent`)).json());
  return all.filter(({ body }) => body.includes(text));
}
