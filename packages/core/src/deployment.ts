import * as z from 'zod';
import { SwitchyardError } from './errors.ts';

const named = z.record(z.string(), z.string());

/** Where everything of a deployment is, by short name: functions `worker`, queues `delivery-dlq`, tables `Events`. */
export const deploymentSchema = z.object({
  hooksUrl: z.string(),
  receiverUrl: z.string(),
  functions: named,
  queueUrls: named,
  tables: named,
  secrets: named,
  topics: named,
  /** Settings that others than the functions go by, as text. */
  settings: named,
});
export type Deployment = z.infer<typeof deploymentSchema>;

export class DeploymentError extends SwitchyardError {
  constructor(message: string) {
    super(message, { code: 'deployment_incomplete' });
  }
}

/** `IngestApi` → `ingest-api`: a function is called by its package's name. */
const kebab = (name: string): string => name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();

/**
 * Reads the outputs of the stack, deployed or local: the one contract by which things are found.
 *
 * @throws DeploymentError when the outputs are not those of this stack
 */
export function deploymentFromOutputs(outputs: Readonly<Record<string, string>>): Deployment {
  const withPrefix = (prefix: string, rename: (name: string) => string) =>
    Object.fromEntries(
      Object.entries(outputs)
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]) => [rename(key.slice(prefix.length)), value]),
    );
  const { HooksUrl: hooksUrl, ReceiverUrl: receiverUrl } = outputs;
  if (hooksUrl === undefined || receiverUrl === undefined) {
    throw new DeploymentError(
      'The stack has no outputs HooksUrl and ReceiverUrl, so it is not one of Switchyard.',
    );
  }
  return {
    hooksUrl,
    receiverUrl,
    functions: withPrefix('Function', kebab),
    queueUrls: withPrefix('Queue', kebab),
    tables: withPrefix('Table', (name) => name),
    secrets: withPrefix('Secret', kebab),
    topics: withPrefix('Topic', kebab),
    settings: withPrefix('Setting', (name) => kebab(name).toUpperCase().replaceAll('-', '_')),
  };
}

/**
 * What `.switchyard/local.json` holds while the local stack is ready, for other programs. `queues` has names, as the
 * AWS API calls them; `queue_urls` what the SDK asks for.
 */
export const localDeploymentSchema = z.object({
  hooks_url: z.url(),
  receiver_url: z.url(),
  lambda_endpoint: z.url(),
  dynamodb_endpoint: z.url(),
  sqs_endpoint: z.url(),
  secretsmanager_endpoint: z.url(),
  region: z.string(),
  /** What the local AWS knows its operator by, in this run. */
  access_key_id: z.string(),
  functions: named,
  queues: named,
  queue_urls: named,
  tables: named,
  secrets: named,
  topics: named.default({}),
  settings: named.default({}),
  /** The receiver's operator token of this run. */
  operator_token: z.string(),
  pid: z.number().int(),
});
export type LocalDeployment = z.infer<typeof localDeploymentSchema>;
