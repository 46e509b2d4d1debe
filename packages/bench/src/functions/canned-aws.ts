import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { CallLine } from '@switchyard/aws-local';
import { asList, asString, isObject, type JsonObject } from '@switchyard/aws-local/json';

export type AskedCall = { readonly operation: string; readonly request: JsonObject };

/** An AWS that says what it once said, at no cost: what asks it is all that is measured. */
export async function startCannedAws() {
  let answers = new Map<string, JsonObject>();
  const asked: AskedCall[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const operation = String(incoming.headers['x-amz-target']).split('.')[1] ?? '';
    const body: unknown = await json(incoming);
    const request = isObject(body) ? body : {};
    asked.push({ operation, request });
    const known =
      answers.get(exactly({ operation, request })) ?? answers.get(roughly({ operation, request }));
    const isWrite = !/^(Get|Query|BatchGet)/.test(operation);
    outgoing.statusCode = known === undefined && !isWrite ? 500 : 200;
    outgoing.setHeader('content-type', 'application/x-amz-json-1.0');
    outgoing.end(JSON.stringify({ ...known, ...md5OfMessage(request) }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** What it answers from here on; the last of several that are alike counts. */
    learn: (calls: readonly CallLine[]): void => {
      answers = new Map();
      for (const call of calls.filter(({ status }) => status === 200))
        for (const key of [exactly(call), roughly(call)]) answers.set(key, call.response);
    },
    /** What it was asked since this was last called. */
    takeAsked: (): readonly AskedCall[] => asked.splice(0),
    close: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const roughly = ({ operation, request }: AskedCall): string =>
  `${operation} ${asString(request.TableName) ?? ''} ${asString(request.IndexName) ?? ''}`;

const exactly = ({ operation, request }: AskedCall): string =>
  `${roughly({ operation, request })} ${JSON.stringify(request.Key ?? request.ExpressionAttributeValues ?? request.RequestItems)}`;

/** SQS says what it got, and its client compares. */
function md5OfMessage({ MessageBody, Entries }: JsonObject): JsonObject {
  const md5 = (body: unknown) => createHash('md5').update(String(body)).digest('hex');
  if (MessageBody !== undefined) return { MD5OfMessageBody: md5(MessageBody) };
  if (Entries === undefined) return {};
  return {
    Successful: asList(Entries)
      .filter(isObject)
      .map(({ Id, MessageBody: body }) => ({ Id, MessageId: Id, MD5OfMessageBody: md5(body) })),
  };
}
