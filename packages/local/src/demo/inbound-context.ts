import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from '@switchyard/aws-local';
import { parseObject } from '@switchyard/aws-local/json';
import type { LocalDeployment } from '@switchyard/core/deployment';
import { writeLocalJson } from '../session/local-json.ts';
import { ROOT } from '../session/paths.ts';
import type { OutboundContext } from './outbound-steps.ts';
import type { InboundContext } from './provider-calls.ts';

const CLI = join(ROOT, 'packages/cli/src/bin/cli.ts');
const run = promisify(execFile);

/**
 * What the inbound steps need besides the outbound ones: the operator's CLI and the consumers of the queues.
 *
 * @param directory the CLI's working directory, where it finds this stack and no other
 */
export async function createInboundContext(
  local: LocalDeployment,
  directory: string,
  outbound: Pick<OutboundContext, 'hooks' | 'endpoint' | 'webhookSecret' | 'deliveryMs'>,
  given: Pick<InboundContext, 'tenantId' | 'repliesDelaySeconds'>,
): Promise<InboundContext & { readonly close: () => void }> {
  const { hooks, endpoint, webhookSecret, deliveryMs } = outbound;
  await writeLocalJson(join(directory, '.switchyard', 'local.json'), local);
  const sqs = new SQSClient(clientOptions(local.sqs_endpoint, local.region, local.access_key_id));
  return {
    ...given,
    hooks,
    endpoint,
    webhookSecret,
    deliveryMs,
    hooksUrl: local.hooks_url,
    cli: async (args, stdin = '') => {
      const child = run(process.execPath, [CLI, ...args, '--json'], { cwd: directory });
      child.child.stdin?.end(stdin);
      const { stdout } = await child;
      return parseObject(stdout) ?? {};
    },
    receive: async (queue, waitSeconds) => {
      const QueueUrl = local.queue_urls[queue];
      // Several short polls: an emulator may not end a long one when a delayed message becomes due.
      for (let second = 0; second < waitSeconds; second += 1) {
        const { Messages: [message] = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 1 }),
        );
        if (message === undefined) continue;
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
        return parseObject(message.Body ?? '');
      }
      return undefined;
    },
    close: () => sqs.destroy(),
  };
}
