import { EVENTS_PER_SECOND, runNeighbour } from '@switchyard/local/load';
import type { StartDev } from '@switchyard/local/measure';
import type { Section } from '../report/row.ts';

/** One tenant's deliveries while another tenant's endpoint never answers. */
export async function measureNeighbour(start: StartDev, seconds: number): Promise<Section> {
  const measured = await runNeighbour(
    {},
    [
      { name: 'alone', seconds, neighbour: 'none' },
      { name: 'beside one that answers', seconds, neighbour: 'answers' },
      { name: `beside one that hangs, first ${seconds} s`, seconds, neighbour: 'hangs' },
      { name: 'beside one that is known to hang', seconds, neighbour: 'hangs' },
    ],
    30_000,
    undefined,
    start,
  );
  const [alone, ...others] = measured;
  const lost = measured.reduce((sum, { accepted, delivered }) => sum + accepted - delivered, 0);
  return {
    title: 'Neighbour',
    note: `${EVENTS_PER_SECOND} events/s each of two tenants; accept → receipt of the healthy one; ${lost} of its events did not arrive.`,
    rows: others.map(({ name, deliverMs }) => ({
      what: `${name}, p99`,
      unit: 'ms',
      own: [deliverMs.p99],
      beside: { name: 'alone', values: [alone?.deliverMs.p99 ?? Number.NaN] },
    })),
  };
}
