import { expect, it } from '@jest/globals';
import { aDeployment, testSession } from '../../testing/test-session.ts';
import { describeConsole } from './describe-console.ts';

const looking = async (queueUrl: string) => {
  const { session } = testSession();
  const named = { functions: {}, queueUrls: { delivery: queueUrl }, tables: {}, secrets: {} };
  const deployment = aDeployment({ kind: 'stack', stack: 'switchyard-prod', named });
  const { clock, random, sleep } = session;
  const { target } = await describeConsole({ open: async () => ({ ...deployment, clock, random, sleep }) });
  return target;
};

it.each([
  ['https://sqs.eu-west-1.amazonaws.com/123456789012/switchyard-delivery', 'eu-west-1', '123456789012'],
  ['https://sqs.cn-north-1.amazonaws.com.cn/123456789012/switchyard-delivery', 'cn-north-1', '123456789012'],
  ['http://127.0.0.1:4566/000000000000/switchyard-delivery', null, null],
])('names the stack with its region and account, where queues tell: %s', async (url, region, account) => {
  expect(await looking(url)).toMatchObject({ kind: 'stack', stack: 'switchyard-prod', region, account });
});
