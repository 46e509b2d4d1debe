import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { Route53Client } from '@aws-sdk/client-route-53';
import { STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import type { Account } from '../src/account.ts';

type Answer = (input: Readonly<Record<string, unknown>>) => unknown;

const CALLER = { Account: '123456789012', Arn: 'arn:aws:iam::123456789012:role/operator' };

/** An account in order, but for what a test says. */
export function fakeAccount(
  answers: {
    identity?: Answer;
    zone?: Answer;
    stacks?: Answer;
    limits?: Answer;
    nameServers?: readonly string[];
  } = {},
): Account {
  const sts = new STSClient({ region: 'eu-west-1' });
  const route53 = new Route53Client({ region: 'eu-west-1' });
  const cloudFormation = new CloudFormationClient({ region: 'eu-west-1' });
  mockClient(sts)
    .onAnyCommand()
    .callsFake(async (input) => answers.identity?.(input) ?? CALLER);
  mockClient(route53)
    .onAnyCommand()
    .callsFake(async (input) => answers.zone?.(input) ?? {});
  mockClient(cloudFormation)
    .onAnyCommand()
    .callsFake(async (input) => answers.stacks?.(input) ?? {});
  const lambda = new LambdaClient({ region: 'eu-west-1' });
  mockClient(lambda)
    .onAnyCommand()
    .callsFake(async (input) => answers.limits?.(input) ?? withConcurrency(1_000));
  return {
    lambda,
    sts,
    route53,
    cloudFormation,
    resolveNs: async (name) => {
      if (answers.nameServers === undefined) throw new Error(`queryNs ENOTFOUND ${name}`);
      return [...answers.nameServers];
    },
  };
}

export const bootstrapped = (version: string) => ({
  Stacks: [{ Outputs: [{ OutputKey: 'BootstrapVersion', OutputValue: version }] }],
});

export const withConcurrency = (ConcurrentExecutions: number) => ({ AccountLimit: { ConcurrentExecutions } });
