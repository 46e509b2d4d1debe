import type { LocalDeployment } from '@switchyard/core';
import color from 'picocolors';

/** Lines to paste into another terminal; each works as it stands. */
export function readyMessage(local: LocalDeployment, apiKey: string, eventId: string): string {
  const dlqProcessor = local.functions['dlq-processor'];
  // The stack takes any credentials; the AWS CLI only wants that there are some.
  const awsCli = `AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws lambda invoke --region ${local.region} \\
    --endpoint-url ${local.lambda_endpoint} --function-name ${dlqProcessor} \\
    --payload '{"action":"peek","maxMessages":10}' /dev/stdout`;
  const sections: readonly (readonly [string, string])[] = [
    [
      'Send an event',
      `curl -sS ${local.hooks_url}/v1/events \\
    -H 'Authorization: Bearer ${apiKey}' -H 'Content-Type: application/json' \\
    -d '{"type":"order.paid","order_id":1042}'`,
    ],
    [
      'See what became of one',
      `curl -sS ${local.hooks_url}/v1/events/${eventId} -H 'Authorization: Bearer ${apiKey}'`,
    ],
    [
      'Make the endpoint fail, to see retries (then POST /enable)',
      `curl -sS -X POST ${local.receiver_url}/disable -H 'Authorization: Bearer ${local.operator_token}'`,
    ],
    ['Look at the dead letters (then "requeue")', awsCli],
    ['A tenant of your own', 'pnpm cli tenants create acme --target-url http://127.0.0.1:9000/hook'],
  ];
  return [
    `  ${color.bold('API')}       ${local.hooks_url}/v1/docs`,
    `  ${color.bold('Receiver')}  ${local.receiver_url}/docs`,
    `  ${color.bold('Details')}   .switchyard/local.json`,
    ...sections.map(([title, text]) => `\n${color.dim(`# ${title}`)}\n${text}`),
    `\n${color.dim('Deliveries show up below. Ctrl-C stops everything.')}\n`,
  ].join('\n');
}
