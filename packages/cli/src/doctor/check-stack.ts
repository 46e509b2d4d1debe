import { DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { CHANNEL_QUEUES } from '@switchyard/core/channels';
import type { Account } from '../account.ts';
import { formatTime } from '../format.ts';
import type { OpenDeployment } from '../open-deployment.ts';
import { type Finding, fail, ok, orFailure, warn } from './finding.ts';

export const DEPLOY = 'npx -y pnpm run deploy';

const QUEUES = ['delivery', 'control', 'callback-spool', ...CHANNEL_QUEUES.map(({ name }) => name)];

/** What the outputs of this version name. */
const EXPECTED = {
  functions: [
    'authorizer',
    'ingest-api',
    'worker',
    'slow-worker',
    'dlq-processor',
    'receiver',
    'webhook-handler',
    'callback-spool',
  ],
  queueUrls: QUEUES.flatMap((name) => [name, `${name}-dlq`]),
  tables: ['TenantIdentity', 'TenantWebhookConfig', 'Events'],
  secrets: ['providers', 'receiver-operator-token'],
} as const satisfies Record<keyof OpenDeployment['named'], readonly string[]>;

/** Whether the stack names all that this version knows. */
export function checkOutputs({ named, kind }: Pick<OpenDeployment, 'named' | 'kind'>): Finding {
  const missing = [
    ...EXPECTED.functions.filter((name) => named.functions[name] === undefined),
    ...EXPECTED.queueUrls.filter((name) => named.queueUrls[name] === undefined),
    ...EXPECTED.tables.filter((name) => named.tables[name] === undefined),
    ...EXPECTED.secrets.filter((name) => named.secrets[name] === undefined),
  ];
  if (missing.length === 0) return ok('outputs', 'they name every table, queue, function and secret');
  const again = kind === 'local' ? 'start `npx -y pnpm dev` again' : DEPLOY;
  return warn(
    'outputs',
    `they do not name ${missing.join(', ')}: the stack is older than this checkout`,
    again,
  );
}

/** How its last deployment ended. */
export async function checkDeployed(
  stack: string,
  { cloudFormation }: Pick<Account, 'cloudFormation'>,
): Promise<Finding[]> {
  return orFailure('deployed', async () => {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stack }));
    const described: Partial<Stack> = Stacks?.[0] ?? {};
    const { StackStatus = 'unknown', LastUpdatedTime, CreationTime } = described;
    const changed = LastUpdatedTime ?? CreationTime;
    const when = changed === undefined ? '' : `, last changed ${formatTime(changed.toISOString())}`;
    const detail = `${stack} is ${StackStatus}${when}`;
    if (/_IN_PROGRESS$/.test(StackStatus)) {
      return warn('deployed', detail, 'wait until the deployment has ended, then look again');
    }
    if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(StackStatus))
      return [ok('deployed', detail), ...protection(stack, described)];
    const fix = `\`aws cloudformation describe-stack-events --stack-name ${stack}\` says why; then ${DEPLOY}`;
    return /ROLLBACK_COMPLETE$/.test(StackStatus)
      ? warn('deployed', detail, fix)
      : fail('deployed', detail, fix);
  });
}

/** Of a stack whose name ends with the stage of production, or its ARN. */
const protection = (
  stack: string,
  { EnableTerminationProtection: isProtected }: Partial<Stack>,
): Finding[] =>
  !/-prod(\/|$)/.test(stack) || isProtected === true
    ? []
    : [
        warn(
          'protection',
          'neither it nor its tables are protected from deletion yet, as after FIRST_DEPLOYMENT=true',
          `${DEPLOY} once more, without FIRST_DEPLOYMENT`,
        ),
      ];
