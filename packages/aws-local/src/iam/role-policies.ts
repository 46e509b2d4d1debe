import { asList, isObject } from '../json.ts';
import type { Stack } from '../template/load-stack.ts';
import { parsePolicyDocument, type Statement } from './statement.ts';

export type RolePolicies = {
  /** Statements by role name: inline policies, and the policies that the template attaches. */
  readonly byRole: ReadonlyMap<string, readonly Statement[]>;
  /** AWS-managed policies whose text is not known here. */
  readonly unknownManagedPolicies: readonly string[];
};

const allow = (...actions: string[]): Statement => ({
  effect: 'Allow',
  actions,
  resources: ['*'],
  conditions: {},
});
const LOGS = allow('logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents');

const MANAGED: Readonly<Record<string, readonly Statement[]>> = {
  AWSLambdaBasicExecutionRole: [LOGS],
  AWSLambdaSQSQueueExecutionRole: [
    LOGS,
    allow('sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'),
  ],
  AWSXRayDaemonWriteAccess: [allow('xray:PutTraceSegments', 'xray:PutTelemetryRecords')],
  CloudWatchLambdaInsightsExecutionRolePolicy: [LOGS],
};

export function collectRolePolicies(stack: Stack): RolePolicies {
  const byRole = new Map<string, Statement[]>();
  const unknown = new Set<string>();
  const add = (role: string, statements: readonly Statement[]): void => {
    byRole.set(role, [...(byRole.get(role) ?? []), ...statements]);
  };

  const managedByArn = new Map(
    stack
      .ofType('AWS::IAM::ManagedPolicy')
      .map((policy) => [policy.identity.ref, policy.properties().PolicyDocument]),
  );
  for (const role of stack.ofType('AWS::IAM::Role')) {
    const properties = role.properties();
    for (const policy of asList(properties.Policies)) {
      if (isObject(policy)) add(role.identity.ref, parsePolicyDocument(policy.PolicyDocument));
    }
    // Only a role that a function can take is ever evaluated.
    if (!JSON.stringify(properties.AssumeRolePolicyDocument).includes('lambda.amazonaws.com')) continue;
    for (const arn of asList(properties.ManagedPolicyArns).map(String)) {
      const document = managedByArn.get(arn);
      const statements = document ? parsePolicyDocument(document) : MANAGED[arn.split('/').at(-1) ?? ''];
      if (statements) add(role.identity.ref, statements);
      else unknown.add(arn);
    }
  }
  for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']) {
    for (const policy of stack.ofType(type)) {
      const { Roles, PolicyDocument } = policy.properties();
      for (const role of asList(Roles)) add(String(role), parsePolicyDocument(PolicyDocument));
    }
  }
  return { byRole, unknownManagedPolicies: [...unknown] };
}
