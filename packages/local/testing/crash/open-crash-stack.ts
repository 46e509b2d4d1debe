import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  ChangeMessageVisibilityCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type CallLine, clientOptions, type FunctionCall, type LogLine } from '@switchyard/aws-local';
import { asList, isObject, type JsonObject } from '@switchyard/aws-local/json';
import { createLocalTenant } from '../../src/create-local-tenant.ts';
import { type EndpointServer, startEndpointServer } from '../../src/demo/endpoint-server.ts';
import { createHooksClient, type HooksAnswer } from '../../src/demo/hooks-client.ts';
import { describeLocalStack } from '../../src/session/local-json.ts';
import { openSession } from '../../src/session/open-session.ts';
import { parseSessionSettings } from '../../src/session/session-settings.ts';
import { neverLogged } from '../canaries.ts';
import { createInboundQueue } from '../inbound-queue.ts';
import { SECRETS } from '../inbound-secrets.ts';

/** Lambda would have 180 s; nobody wants to wait for that. */
const VISIBILITY_SECONDS = 5;

/** Which of the calls of one name, as `dynamodb:PutItem`; the first is 1. */
export type CrashPoint = {
  readonly call: string;
  readonly nth: number;
  readonly when: 'before' | 'after';
};

/** At which of a function's calls that have to do with one run it ends. */
type Watch = {
  /** Texts of which one is in each of its calls. */
  readonly marks: string[];
  readonly functionName: string;
  readonly at: CrashPoint | undefined;
  readonly calls: string[];
  hasCrashed: boolean;
};

export type CrashStack = Awaited<ReturnType<typeof openCrashStack>>;

/** A stack of its own, in which the functions of the deployed bundles end at chosen calls to AWS. */
export async function openCrashStack(assemblyDirectory: string) {
  const watches = new Set<Watch>();
  const lines: LogLine[] = [];
  const crash = ({ shortName, service, operation, body }: FunctionCall): 'before' | 'after' | undefined => {
    for (const watch of watches) {
      if (watch.functionName !== shortName || !watch.marks.some((mark) => body.includes(mark))) continue;
      const call = `${service}:${operation}`;
      watch.calls.push(call);
      const { at } = watch;
      if (watch.hasCrashed || call !== at?.call) continue;
      if (watch.calls.filter((made) => made === call).length !== at.nth) continue;
      watch.hasCrashed = true;
      return at.when;
    }
    return undefined;
  };
  const heldLetters: string[] = [];
  const onCall = ({ caller, operation, response }: CallLine): void => {
    if (caller !== 'dlq-processor' || operation !== 'ReceiveMessage') return;
    for (const message of asList(response.Messages))
      if (isObject(message)) heldLetters.push(String(message.ReceiptHandle));
  };
  const settings = parseSessionSettings({ PORT: '0', RECEIVER_PORT: '0' });
  const session = await openSession({
    assemblyDirectory,
    settings,
    crash,
    onCall,
    onLog: (line) => lines.push(line),
  });
  const local = describeLocalStack(session.stack, session.deployment, session.operatorToken);
  const options = (endpoint: string) => clientOptions(endpoint, local.region, local.access_key_id);
  const sqs = new SQSClient(options(local.sqs_endpoint));
  for (const QueueUrl of Object.values(local.queue_urls))
    await sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl,
        Attributes: { VisibilityTimeout: String(VISIBILITY_SECONDS) },
      }),
    );
  const secretsManager = new SecretsManagerClient(options(local.secretsmanager_endpoint));
  await secretsManager.send(
    new PutSecretValueCommand({ SecretId: local.secrets.providers, SecretString: JSON.stringify(SECRETS) }),
  );
  secretsManager.destroy();
  const endpoints: EndpointServer[] = [];
  const receiver = createHooksClient(local.receiver_url, local.operator_token);

  return {
    local,
    /** Whoever is answered in these. */
    replies: createInboundQueue(sqs, local.queue_urls['sms-replies'] ?? ''),
    lines,
    documents: session.documents,
    permissions: session.stack.permissionReport,
    functionNames: Object.values(session.stack.functions).map(({ shortName }) => shortName),

    /** An operator's call of the dlq-processor. @returns undefined when it came to no end */
    async operate(payload: JsonObject): Promise<JsonObject | undefined> {
      const answer = await session.stack.invoke(local.functions['dlq-processor'] ?? '', payload);
      return answer.functionError === undefined && isObject(answer.payload) ? answer.payload : undefined;
    },

    /** As SQS does when the five minutes are over for which a walk that was cut off took them. */
    async showDeadLettersAgain(): Promise<void> {
      const QueueUrl = local.queue_urls['delivery-dlq'];
      for (const ReceiptHandle of heldLetters.splice(0)) {
        const show = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
        // It was deleted, or shown by the walk itself.
        await sqs.send(show).catch(() => undefined);
      }
    },

    /** Puts something into the spool of callbacks, due at once. */
    async spool(MessageBody: string): Promise<void> {
      const QueueUrl = local.queue_urls['callback-spool'];
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    },

    /** An operator's request to the receiver. */
    operateReceiver: (action: string, method: string): Promise<HooksAnswer> =>
      receiver.call(method, `/${action}`),

    /** Counts the calls of a function that have to do with one run, and ends it at one of them. */
    watch(functionName: string, at: Watch['at']): Watch {
      const watch: Watch = { marks: [], functionName, at, calls: [], hasCrashed: false };
      watches.add(watch);
      return watch;
    },
    unwatch: (watch: Watch) => watches.delete(watch),

    async createTenant(tenantId: string) {
      const endpoint = await startEndpointServer();
      endpoints.push(endpoint);
      const { apiKey, webhookSecret } = await createLocalTenant(
        { documents: session.documents, tables: local.tables },
        { tenantId, targetUrl: endpoint.url },
      );
      neverLogged('API key', apiKey);
      neverLogged('webhook secret', webhookSecret);
      return { tenantId, apiKey, endpoint, hooks: createHooksClient(local.hooks_url, apiKey) };
    },

    async close(): Promise<void> {
      sqs.destroy();
      await session.close();
      await Promise.all(endpoints.map((endpoint) => endpoint.close()));
    },
  };
}
