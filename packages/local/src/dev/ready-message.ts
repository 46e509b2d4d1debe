import type { LocalDeployment } from '@switchyard/core/deployment';
import color from 'picocolors';

export type DemoTenant = {
  readonly apiKey: string;
  /** Opens the portal. */
  readonly portalUrl: string;
  /** Of the sample event. */
  readonly eventId: string;
  /** The operator's, with its token. */
  readonly consoleUrl: string;
};

/** Lines to paste into another terminal; each works as it stands. */
export function readyMessage(
  local: LocalDeployment,
  { apiKey, portalUrl, eventId, consoleUrl }: DemoTenant,
): string {
  const sections: readonly (readonly [string, ...string[]])[] = [
    [
      'Send an event',
      `curl -sS ${local.hooks_url}/v1/events \\
    -H 'Authorization: Bearer ${apiKey}' -H 'Content-Type: application/json' \\
    -d '{"type":"order.paid","order_id":1042}'`,
    ],
    [
      'See what became of the sample event',
      `curl -sS ${local.hooks_url}/v1/events/${eventId} \\
    -H 'Authorization: Bearer ${apiKey}'`,
    ],
    [
      'Make the endpoint fail, to see retries (quick ones: start with RETRY_SCHEDULE=1s), and mend it',
      operate(local, 'disable'),
      operate(local, 'enable'),
    ],
    ['Look at the dead letters', invokeDlqProcessor(local, '{"action":"peek","maxMessages":10}')],
    ['Deliver them again', invokeDlqProcessor(local, '{"action":"requeue","maxMessages":100}')],
    [
      'Add a tenant of your own; `cli --help` has the rest',
      'npx -y pnpm -s cli tenants create acme --target-url http://127.0.0.1:9000/hook',
    ],
  ];
  return [
    `  ${color.bold('Portal')}    ${portalUrl}`,
    `  ${color.bold('Console')}   ${consoleUrl}`,
    `  ${color.bold('API')}       ${local.hooks_url}/v1/docs`,
    `  ${color.bold('Receiver')}  ${local.receiver_url}/docs`,
    `  ${color.bold('Names')}     .switchyard/local.json`,
    ...sections.map(([title, ...commands]) => `\n${color.dim(`# ${title}`)}\n${commands.join('\n')}`),
    `\n${color.dim('Deliveries show up below. Ctrl-C stops everything.')}\n`,
  ].join('\n');
}

const operate = ({ receiver_url, operator_token }: LocalDeployment, action: 'disable' | 'enable'): string =>
  `curl -sS -X POST ${receiver_url}/${action} -H 'Authorization: Bearer ${operator_token}'`;

/**
 * Version 2 of the AWS CLI takes a payload for base64 unless told otherwise by an option that version 1 does not
 * have; with `fileb://` both take the bytes as they are. The key is this run's, the secret anything: the CLI wants one.
 */
const invokeDlqProcessor = (local: LocalDeployment, payload: string): string =>
  `echo '${payload}' | AWS_ACCESS_KEY_ID=${local.access_key_id} AWS_SECRET_ACCESS_KEY=local aws lambda invoke \\
    --region ${local.region} --endpoint-url ${local.lambda_endpoint} \\
    --function-name ${local.functions['dlq-processor']} \\
    --payload fileb:///dev/stdin /tmp/dlq.json && cat /tmp/dlq.json`;
