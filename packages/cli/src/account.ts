import { resolveNs } from 'node:dns/promises';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Route53Client } from '@aws-sdk/client-route-53';
import type { STSClient } from '@aws-sdk/client-sts';

/** The AWS account around a deployment, and the DNS that leads to it. */
export type Account = {
  readonly sts: STSClient;
  readonly route53: Route53Client;
  readonly cloudFormation: CloudFormationClient;
  readonly lambda: LambdaClient;
  readonly resolveNs: (name: string) => Promise<string[]>;
};

/** Loaded when it is asked for: no other command should wait for it. */
export async function openAccount(): Promise<Account> {
  const [{ STSClient }, { Route53Client }, { CloudFormationClient }, { LambdaClient }] = await Promise.all([
    import('@aws-sdk/client-sts'),
    import('@aws-sdk/client-route-53'),
    import('@aws-sdk/client-cloudformation'),
    import('@aws-sdk/client-lambda'),
  ]);
  return {
    sts: new STSClient({}),
    route53: new Route53Client({}),
    cloudFormation: new CloudFormationClient({}),
    lambda: new LambdaClient({}),
    resolveNs,
  };
}
