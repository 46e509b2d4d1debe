import {
  costOfMillion,
  LOG_SETTINGS,
  logDollars,
  type Prices,
  total,
} from '../packages/local/src/cost/cost-of-event.ts';
import { BATCH_EVENTS, type Measured, type MeasuredEvent } from '../packages/local/src/cost/measured.ts';
import { code, dollars, table } from './markdown.ts';

/** What a million events cost with each setting of the log, alone and in a batch. */
export function logsTable(events: readonly MeasuredEvent[], measured: Measured, prices: Prices): string {
  const heads = { alone: 'alone', batched: `in a batch of ${BATCH_EVENTS}` };
  const cells = (bytesOf: (event: MeasuredEvent) => number) =>
    events.flatMap((event) => {
      const cost = costOfMillion(event, measured.batchSize, measured, prices);
      const more = logDollars(bytesOf(event), prices);
      return [dollars(cost.logs + more), dollars(total(cost) + more)];
    });
  return table(
    [
      'Setting',
      'What is logged',
      ...events.flatMap(({ scenario }) => {
        const head = scenario === 'batched' ? heads.batched : heads.alone;
        return [`logs, ${head}`, `all, ${head}`];
      }),
    ],
    [
      ['as it is, in production', 'a line for each outcome, metrics, access', ...cells(() => 0)],
      ...LOG_SETTINGS.map(({ setting, what, bytes }) => [
        code(setting),
        what,
        ...cells((event) => bytes(event, measured, prices)),
      ]),
    ],
  );
}
