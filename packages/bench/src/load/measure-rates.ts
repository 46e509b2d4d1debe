import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { percentile, sendOpenLoop } from '@switchyard/local/load';
import { anEventRequest, createTenant, type StartDev, startDeliveryCounter } from '@switchyard/local/measure';
import type { Row, Section } from '../report/row.ts';
import { type SteadyTimes, sendSteadily } from './send-steadily.ts';
import { ownTarget } from './target.ts';

const WARM_UP_SECONDS = 3;
const PERCENTS = [50, 95, 99] as const;
const BARE = 'a server that answers at once, same generator';

export type Rates = {
  readonly rates: readonly number[];
  /** Of each round, which follows one of the server that it stands beside. */
  readonly seconds: number;
  readonly rounds: number;
};

/** Accepting and delivering at steady rates, whatever becomes of the requests before, beside a server that only answers. */
export async function measureRates(start: StartDev, { rates, seconds, rounds }: Rates): Promise<Section> {
  const bare = await startBareServer();
  const counter = await startDeliveryCounter();
  const dev = await start();
  try {
    const { apiKey } = await createTenant(counter.url);
    const own = ownTarget(dev, apiKey, counter);
    const sendBare = async (ratePerSecond: number): Promise<number[]> => {
      const count = ratePerSecond * Math.min(seconds, WARM_UP_SECONDS);
      const sent = await sendOpenLoop(() => anEventRequest(bare.url, apiKey), { count, ratePerSecond });
      return sent.map(({ dueAt, answeredAt }) => answeredAt - dueAt);
    };
    await sendSteadily(own, { ratePerSecond: rates[0] ?? 1, seconds: WARM_UP_SECONDS });
    const rows: Row[] = [];
    for (const ratePerSecond of rates) {
      const measured: Round[] = [];
      for (let round = 0; round < rounds; round += 1)
        measured.push({
          beside: await sendBare(ratePerSecond),
          own: await sendSteadily(own, { ratePerSecond, seconds }),
        });
      rows.push(...rowsOf(ratePerSecond, measured));
    }
    return {
      title: 'Rates',
      note: `Open loop, ${rounds} times ${seconds} s of each, times from when a request was due; ${counter.count()} delivered.`,
      rows,
    };
  } finally {
    await Promise.all([bare.close(), counter.close()]);
    await dev.stop();
  }
}

type Round = { readonly own: SteadyTimes; readonly beside: readonly number[] };

function rowsOf(rate: number, rounds: readonly Round[]): Row[] {
  const accepts = PERCENTS.map((percent) => ({
    what: `${rate}/s, accept p${percent}`,
    unit: 'ms',
    own: rounds.map(({ own }) => percentile(own.accept, percent)),
    beside: { name: BARE, values: rounds.map(({ beside }) => percentile(beside, percent)) },
  }));
  const receipts = PERCENTS.map((percent) => ({
    what: `${rate}/s, accept → receipt p${percent}`,
    unit: 'ms',
    own: rounds.map(({ own }) => percentile(own.receipt, percent)),
  }));
  const refused = rounds.reduce((sum, { own }) => sum + own.refused, 0);
  return [...accepts, ...receipts, { what: `${rate}/s, not accepted`, unit: 'of them', own: [refused] }];
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
