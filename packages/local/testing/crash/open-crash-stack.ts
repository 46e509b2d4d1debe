import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions, type FunctionCall, type LogLine } from '@switchyard/aws-local';
import { createLocalTenant } from '../../src/create-local-tenant.ts';
import { type EndpointServer, startEndpointServer } from '../../src/demo/endpoint-server.ts';
import { createHooksClient } from '../../src/demo/hooks-client.ts';
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
  const settings = parseSessionSettings({ PORT: '0', RECEIVER_PORT: '0' });
  const session = await openSession({
    assemblyDirectory,
    settings,
    crash,
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

  return {
    local,
    /** Whoever is answered in these. */
    replies: createInboundQueue(sqs, local.queue_urls['sms-replies'] ?? ''),
    lines,
    documents: session.documents,
    permissions: session.stack.permissionReport,
    invoke: session.stack.invoke,

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
