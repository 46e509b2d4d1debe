import { describe, expect, it } from '@jest/globals';
import { checkRun } from './check-run.ts';
import type { RunEvidence } from './run-evidence.ts';

const get = { functionName: 'app-Api', action: 'dynamodb:GetItem', resource: 'arn:aws:dynamodb:r:1:table/T' };
const put = { ...get, action: 'dynamodb:PutItem' };
const logs = { functionName: 'app-Api', action: 'logs:PutLogEvents', resource: '*' };
const stack = (changes: Partial<RunEvidence['permissions'][number]> = {}) => ({
  granted: [get, put, logs],
  calls: [{ ...get, count: 2 }],
  denied: [],
  unknownConditions: [],
  ...changes,
});
const second = stack({ calls: [{ ...put, count: 1 }] });
const evidence = (changes: Partial<RunEvidence> = {}): RunEvidence => ({
  permissions: [stack(), second],
  lines: [{ shortName: 'api', text: '{"msg":"accepted"}' }],
  canaries: [{ what: 'API key', text: 'sy_live_abcdef' }],
  ...changes,
});
const FULL = { files: 2, missing: [] };
const PARTIAL = { files: 2, missing: ['b.flow.test.ts'] };

it('a full run in which everything was used, by one stack or another, is in order', () => {
  const { lines, problems } = checkRun(evidence(), FULL, []);
  expect(problems).toEqual([]);
  expect(lines.map((line) => line.trim().replace(/ {2,}/, ': '))).toEqual([
    'Permissions in the flow tests, 2 stacks',
    'calls seen: 2 distinct, 3 in all',
    'calls denied: 0',
    'granted: 3',
    'unused: 0',
    'exceptions: 0',
    'unobservable: 1: logs:PutLogEvents',
    'Secrets and personal data in the logs of the flow tests',
    'lines: 1 of 1 function',
    'canaries: 1 of 1 kind',
    'found: 0',
  ]);
});

describe('a permission that no test used', () => {
  const unused = evidence({ permissions: [stack()] });

  it('fails a full run', () => {
    const { problems, lines } = checkRun(unused, FULL, []);
    expect(problems).toEqual([expect.stringContaining('app-Api: dynamodb:PutItem on table/T')]);
    expect(lines).toContainEqual(expect.stringMatching(/unused +1$/));
  });

  it('is not checked in a run of some tests', () => {
    const { problems, lines } = checkRun(unused, PARTIAL, []);
    expect(problems).toEqual([]);
    expect(lines).toContainEqual(expect.stringMatching(/unused +not checked: 1 of 2 flow test files/));
  });

  it('is excused by an exception, whose reason is printed', () => {
    const { problems, lines } = checkRun(unused, FULL, [{ ...put, reason: 'needed once a year' }]);
    expect(problems).toEqual([]);
    expect(lines).toContain('    app-Api: dynamodb:PutItem on table/T: needed once a year');
  });
});

it('an exception that excuses nothing fails a full run only', () => {
  const stale = [{ ...get, reason: 'once true' }];
  expect(checkRun(evidence(), FULL, stale).problems).toEqual([expect.stringContaining('once true')]);
  expect(checkRun(evidence(), PARTIAL, stale).problems).toEqual([]);
});

it.each([
  ['a call that was refused', stack({ denied: [{ ...get, action: 'dynamodb:Scan', count: 1 }] }), 'Scan'],
  ['a condition that nobody checked', stack({ unknownConditions: ['app-Api: X y'] }), 'app-Api: X y'],
])('%s fails any run', (_name, added, text) => {
  const { problems } = checkRun(evidence({ permissions: [stack(), second, added] }), PARTIAL, []);
  expect(problems).toEqual([expect.stringContaining(text)]);
});

it('a secret in a log line fails any run, and is shown with its line', () => {
  const lines = [{ shortName: 'worker', text: '{"err":"sy_live_abcdef is wrong"}' }];
  const { problems } = checkRun(evidence({ lines }), PARTIAL, []);
  expect(problems).toEqual([expect.stringMatching(/log of worker: API key, as plain: .*is wrong/)]);
});
