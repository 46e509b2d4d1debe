import { describe, expect, it } from '@jest/globals';
import { readRate, readRule } from './read-rule.ts';

const rule = (properties: Record<string, unknown>) =>
  readRule({
    logicalId: 'Hourly',
    type: 'AWS::Events::Rule',
    identity: { name: 'hourly', ref: 'hourly', attributes: { Arn: 'arn:rule' } },
    properties: () => properties,
  });

it.each([
  ['rate(1 minute)', 60_000],
  ['rate(5 minutes)', 300_000],
  ['rate(1 hour)', 3_600_000],
  ['rate(2 days)', 172_800_000],
  ['rate(0 minutes)', undefined],
  ['cron(0 * * * ? *)', undefined],
])('%s is every %s ms', (expression, expected) => {
  expect(readRate(expression)).toBe(expected);
});

describe('a rule', () => {
  it('has a rate and targets with what they are handed', () => {
    const Targets = [
      { Arn: 'arn:worker', Id: 'Target0', Input: '{"a":1}' },
      { Arn: 'arn:other', Id: 'Target1' },
    ];
    expect(rule({ ScheduleExpression: 'rate(1 hour)', State: 'ENABLED', Targets })).toEqual({
      logicalId: 'Hourly',
      arn: 'arn:rule',
      everyMs: 3_600_000,
      targets: [
        { arn: 'arn:worker', input: '{"a":1}' },
        { arn: 'arn:other', input: undefined },
      ],
      unsupported: [],
    });
  });

  it('that is disabled does not run by itself', () => {
    expect(rule({ ScheduleExpression: 'rate(1 hour)', State: 'DISABLED' }).everyMs).toBeUndefined();
  });

  it.each([
    [{ EventPattern: { source: ['aws.s3'] } }, ['EventPattern']],
    [{ ScheduleExpression: 'cron(0 * * * ? *)' }, ['cron(0 * * * ? *)']],
    [
      { ScheduleExpression: 'rate(1 hour)', Targets: [{ Arn: 'a', InputPath: '$.time' }] },
      ['targets with InputPath or InputTransformer'],
    ],
  ])('%j has what is not run here, and says so', (properties, expected) => {
    expect(rule(properties).unsupported).toEqual(expected);
  });
});
