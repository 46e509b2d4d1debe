import { expect, it } from '@jest/globals';
import { mergePermissionReports } from './merge-permission-reports.ts';
import type { PermissionReport } from './permission-ledger.ts';

const get = { functionName: 'api', action: 'dynamodb:GetItem', resource: 'Events' };
const put = { ...get, action: 'dynamodb:PutItem' };
const scan = { ...get, action: 'dynamodb:Scan' };
const report = (changes: Partial<PermissionReport> = {}): PermissionReport => ({
  granted: [get, put],
  calls: [],
  denied: [],
  unknownConditions: [],
  ...changes,
});

it('what is granted in each stack is granted once', () => {
  const { granted } = mergePermissionReports([report(), report({ granted: [put, scan] })]);
  expect(granted).toEqual([get, put, scan]);
});

it('calls and refusals of all stacks are added up', () => {
  const merged = mergePermissionReports([
    report({ calls: [{ ...get, count: 2 }], denied: [{ ...scan, count: 1 }] }),
    report({
      calls: [
        { ...get, count: 3 },
        { ...put, count: 1 },
      ],
      denied: [{ ...scan, count: 1 }],
    }),
  ]);
  expect(merged.calls).toEqual([
    { ...get, count: 5 },
    { ...put, count: 1 },
  ]);
  expect(merged.denied).toEqual([{ ...scan, count: 2 }]);
});

it('the same call of two functions stays two', () => {
  const other = { ...get, functionName: 'worker' };
  const { calls } = mergePermissionReports([
    report({ calls: [{ ...get, count: 1 }] }),
    report({ calls: [{ ...other, count: 1 }] }),
  ]);
  expect(calls).toHaveLength(2);
});

it('a condition that nobody knows is named once', () => {
  const odd = report({ unknownConditions: ['api: StringEquals aws:SourceVpc'] });
  expect(mergePermissionReports([odd, odd]).unknownConditions).toHaveLength(1);
});
