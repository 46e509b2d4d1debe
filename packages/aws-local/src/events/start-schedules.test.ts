import { afterEach, expect, it, jest } from '@jest/globals';
import type { Functions } from '../lambda/create-functions.ts';
import type { Stack, StackResource } from '../template/load-stack.ts';
import { startSchedules } from './start-schedules.ts';

const WORKER = 'arn:aws:lambda:us-east-1:000000000000:function:worker';
const RULE = 'arn:aws:events:us-east-1:000000000000:rule/hourly';

afterEach(() => {
  jest.useRealTimers();
});

function setUp(options: { readonly permitted?: boolean; readonly target?: object } = {}) {
  jest.useFakeTimers();
  const resource = (type: string, properties: Record<string, unknown>): StackResource => ({
    logicalId: 'Hourly',
    type,
    identity: { name: 'hourly', ref: 'hourly', attributes: { Arn: RULE } },
    properties: () => properties,
  });
  const rule = resource('AWS::Events::Rule', {
    ScheduleExpression: 'rate(1 hour)',
    Targets: [{ Arn: WORKER, ...options.target }],
  });
  const permission = resource('AWS::Lambda::Permission', {
    Principal: options.permitted === false ? 'apigateway.amazonaws.com' : 'events.amazonaws.com',
    FunctionName: WORKER,
    SourceArn: RULE,
  });
  const stack: Pick<Stack, 'ofType'> = {
    ofType: (type) => [rule, permission].filter((each) => each.type === type),
  };
  const payloads: string[] = [];
  const worker = {
    invoke: async (payload: string) => {
      payloads.push(payload);
      throw new Error('It fails.');
    },
  };
  const functions = {
    find: (arn: string) => (arn === WORKER ? worker : undefined),
    get: () => worker,
  } as unknown as Functions;
  return { schedules: startSchedules(stack as Stack, functions, 'us-east-1'), payloads };
}

it('a rule runs each time that its rate has passed, until the stack stops', async () => {
  const { schedules, payloads } = setUp({ target: { Input: '{"kind":"look"}' } });
  await jest.advanceTimersByTimeAsync(3_599_999);
  expect(payloads).toEqual([]);
  await jest.advanceTimersByTimeAsync(3_600_001);
  expect(payloads).toEqual(['{"kind":"look"}', '{"kind":"look"}']);
  schedules.stop();
  await jest.advanceTimersByTimeAsync(7_200_000);
  expect(payloads).toHaveLength(2);
});

it('a rule runs at once when it is told to, and hands over a scheduled event where it has no input', async () => {
  const { schedules, payloads } = setUp();
  await schedules.fire('Hourly');
  expect(payloads.map((payload) => JSON.parse(payload))).toMatchObject([
    { source: 'aws.events', 'detail-type': 'Scheduled Event', resources: [RULE] },
  ]);
  await expect(schedules.fire('Daily')).rejects.toThrow('No rule Daily; there are Hourly.');
  schedules.stop();
});

it('a rule without permission to invoke its function does not, and it is said', async () => {
  const { schedules, payloads } = setUp({ permitted: false });
  await schedules.fire('Hourly');
  expect(payloads).toEqual([]);
  expect(schedules.unsupported).toEqual([
    `Hourly (AWS::Events::Rule): it has no permission to invoke ${WORKER}`,
  ]);
  schedules.stop();
});
