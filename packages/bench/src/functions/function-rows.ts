import type { Row, Section } from '../report/row.ts';
import type { MeasuredFunction, Side } from './measure-functions.ts';

const FLOOR = 'a handler with the same calls and nothing else';

export function functionSection(measured: readonly MeasuredFunction[]): Section {
  return {
    title: 'Functions',
    note: `Fresh processes, in turn with the floor's, on the same canned AWS; CPU of the process. Warm calls: ${measured
      .map(({ name, calls }) => `${name} ${calls.join(', ')}`)
      .join('; ')}.`,
    rows: measured.flatMap(rowsOf),
  };
}

function rowsOf({ name, own, floor }: MeasuredFunction): Row[] {
  const row = (what: string, unit: string, values: (side: Side) => readonly number[]): Row => ({
    what: `${name}, ${what}`,
    unit,
    own: values(own),
    beside: { name: FLOOR, values: values(floor) },
  });
  return [
    row('bundle', 'KB', ({ bundleBytes }) => [bundleBytes / 1_000]),
    row('import', 'ms', ({ costs }) => costs.map(({ importMs }) => importMs)),
    row('first event', 'ms', ({ costs }) => costs.map(({ firstMs }) => firstMs)),
    row('warm event', 'ms', ({ costs }) => costs.map(({ warmMs }) => warmMs)),
    row('memory', 'MiB', ({ costs }) => costs.map(({ rssMiB }) => rssMiB)),
  ];
}
