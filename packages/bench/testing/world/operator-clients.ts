import type { SendMessageBatchRequest, SendMessageRequest } from '@aws-sdk/client-sqs';
import type { OpenDeployment } from '../../../cli/src/open-deployment.ts';
import { openQueues } from './aws.ts';
import type { Environment } from './environment.ts';
import type { Shared } from './shared.ts';

const CLIENT = { attempts: 3, timeoutMs: 3_000 };

type Input = Readonly<Record<string, unknown>>;
type Command = { readonly constructor: { readonly name: string }; readonly input: Input };
type Operations = Readonly<Record<string, (input: Input) => object | Promise<object>>>;

/** What the command line calls besides the tables. */
export function openOperatorClients(
  environment: Environment,
  world: Shared,
): Pick<OpenDeployment, 'apiGateway' | 'lambda' | 'secretsManager' | 'sqs' | 'usagePlans'> {
  const { apiKeys, providerSecrets: secret } = world;
  const sender = openQueues(environment, world.queues, CLIENT);

  /** A client of the SDK, as far as the command line uses it. */
  const client = (service: string, operations: Operations) => ({
    async send({ constructor: { name }, input }: Command): Promise<never> {
      const operation = name.replace(/Command$/, '');
      const run = operations[operation];
      if (run === undefined) throw new TypeError(`This ${service} does not know ${operation}.`);
      return environment.effect(`${service}:${operation}`, async () => (await run(input)) as never, CLIENT);
    },
  });

  return {
    usagePlans: new Map([['trial', 'plan-1']]),
    apiGateway: client('apigateway', {
      GetApiKeys: () => ({ items: [...apiKeys.values()] }),
      CreateApiKey({ name }) {
        const key = {
          id: `id-${name}`,
          name: String(name),
          value: `value-${name}`,
          createdDate: new Date(0),
        };
        apiKeys.set(key.name, key);
        return key;
      },
      CreateUsagePlanKey: () => ({}),
      GetUsagePlan: () => ({ quota: { limit: 100, period: 'DAY' } }),
      GetUsage: () => ({ items: {} }),
    }),
    lambda: client('lambda', {
      async Invoke({ FunctionName, Payload }) {
        const invocation = world.invoke(String(FunctionName), JSON.parse(String(Payload)));
        const result = await environment.wait(invocation);
        const hasReturned = result.kind === 'returned';
        const text = JSON.stringify(hasReturned ? result.result : { errorMessage: result.kind });
        return {
          ...(hasReturned ? {} : { FunctionError: 'Unhandled' }),
          Payload: { transformToString: () => text },
        };
      },
    }),
    secretsManager: client('secretsmanager', {
      GetSecretValue: () => ({ SecretString: secret.text, VersionId: `v-${secret.version}` }),
      PutSecretValue({ SecretString }) {
        secret.version += 1;
        secret.text = String(SecretString);
        return { VersionId: `v-${secret.version}` };
      },
      DescribeSecret: () => ({
        VersionIdsToStages: {
          [`v-${secret.version}`]: ['AWSCURRENT'],
          [`v-${secret.version - 1}`]: ['AWSPREVIOUS'],
        },
      }),
    }),
    sqs: {
      send: async ({ input }: { readonly input: SendMessageRequest & SendMessageBatchRequest }) =>
        (await (input.Entries === undefined
          ? sender.sendMessage(input)
          : sender.sendMessageBatch(input))) as never,
    },
  };
}
