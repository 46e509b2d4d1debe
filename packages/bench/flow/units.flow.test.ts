import { beforeAll, expect, it } from '@jest/globals';
import { type FlowStack, openFlowStack } from '../../local/testing/flow-stack.ts';
import type { Section } from '../src/report/row.ts';
import { countUnits, QUICK } from '../src/units/measure-units.ts';

let section: Section;
beforeAll(async () => {
  const flow: FlowStack = await openFlowStack();
  section = await countUnits(flow.assemblyDirectory, QUICK);
  await flow.close();
});

const counted = (name: string, what: string) =>
  section.rows.find((row) => row.what === `${name}, ${what}`)?.own;

it.each([
  ['1 KiB to an endpoint', 3, 2, 3],
  ['64 KiB to an endpoint', 17, 6, 3],
  ['1 KiB to 3 endpoints', 6, 4, 7],
  ['1 KiB, one retry', 5, 4, 6],
])('%s takes %i write units, %i read units and %i requests to SQS', (name, written, read, requests) => {
  expect(counted(name, 'written')).toEqual([written]);
  expect(counted(name, 'read')).toEqual([read]);
  expect(counted(name, 'SQS')).toEqual([requests]);
});

it('each case has its price beside the least that AWS bills', () => {
  for (const { name } of QUICK) {
    const row = section.rows.find(({ what }) => what === `${name}, a million`);
    expect(row?.own[0]).toBeGreaterThan(0);
    expect(row?.beside?.values[0]).toBeGreaterThan(0);
  }
});
