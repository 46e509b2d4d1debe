import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseObject } from '@switchyard/aws-local/json';
import { percentile, type Sent, sendOpenLoop } from '@switchyard/local/load';
import { anEventRequest, createTenant, type StartDev, startDeliveryCounter } from '@switchyard/local/measure';
import type { Row, Section } from '../report/row.ts';

const DELIVERY_LIMIT_MS = 120_000;
const WARM_UP_SECONDS = 3;

/** Accepting and delivering at steady rates, whatever becomes of the requests before, beside a server that only answers. */
export async function measureRates(
  start: StartDev,
  rates: readonly number[],
  seconds: number,
): Promise<Section> {
  const bare = await startBareServer();
  const counter = await startDeliveryCounter();
  const { local, stop } = await start();
  try {
    const { apiKey } = await createTenant(counter.url);
    const send = (url: string, ratePerSecond: number, duration: number) =>
      sendOpenLoop(() => anEventRequest(url, apiKey), { count: ratePerSecond * duration, ratePerSecond });
    let accepted = (await send(local.hooks_url, rates[0] ?? 1, WARM_UP_SECONDS)).filter(isAccepted).length;
    const rows: Row[] = [];
    for (const rate of rates) {
      const besides = await send(bare.url, rate, Math.min(seconds, WARM_UP_SECONDS));
      const sent = await send(local.hooks_url, rate, seconds);
      accepted += sent.filter(isAccepted).length;
      await counter.reached(accepted, AbortSignal.timeout(DELIVERY_LIMIT_MS)).catch(() => undefined);
      rows.push(...rowsOf(rate, sent, besides, counter.receivedAt));
    }
    return {
      title: 'Rates',
      note: `Open loop for ${seconds} s each, times from when a request was due; accepted ${accepted}, delivered ${counter.count()}.`,
      rows,
    };
  } finally {
    await Promise.all([bare.close(), counter.close()]);
    await stop();
  }
}

const isAccepted = ({ status }: Sent): boolean => status === '201';

function rowsOf(
  rate: number,
  sent: readonly Sent[],
  besides: readonly Sent[],
  receivedAt: (eventId: string) => number | undefined,
): Row[] {
  const answers = ({ dueAt, answeredAt }: Sent): number => answeredAt - dueAt;
  const receipts = (each: Sent): number =>
    (receivedAt(String(parseObject(each.text)?.event_id)) ?? Number.POSITIVE_INFINITY) - each.dueAt;
  const name = 'a server that answers at once, same generator';
  const accepts = [50, 95, 99].map((percent) => ({
    what: `${rate}/s, accept p${percent}`,
    unit: 'ms',
    own: [percentile(sent.map(answers), percent)],
    beside: { name, values: [percentile(besides.map(answers), percent)] },
  }));
  const delivers = [50, 95, 99].map((percent) => ({
    what: `${rate}/s, accept → receipt p${percent}`,
    unit: 'ms',
    own: [percentile(sent.map(receipts), percent)],
  }));
  const refused = sent.filter((each) => !isAccepted(each)).length;
  return [...accepts, ...delivers, { what: `${rate}/s, not accepted`, unit: 'of them', own: [refused] }];
}

async function startBareServer() {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(201).end('{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
