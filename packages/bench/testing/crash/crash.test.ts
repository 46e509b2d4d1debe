import { expect, it } from '@jest/globals';
import { FLOWS } from './flows/index.ts';
import { crashEverywhere } from './run-flow.ts';

it.each(FLOWS.map((flow) => [flow.name, flow] as const))(
  '%s keeps every promise when a function ends after a side effect of any kind',
  async (_, flow) => {
    const { points, failures } = await crashEverywhere(flow, 'kind');
    expect(failures).toEqual([]);
    expect(points).toBeGreaterThan(1);
  },
);
