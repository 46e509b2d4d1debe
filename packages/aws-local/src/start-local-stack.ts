import { listenApis } from './apigateway/listen-apis.ts';
import { createMayInvoke } from './apigateway/may-invoke.ts';
import { readApi } from './apigateway/read-api.ts';
import { serveApi } from './apigateway/serve-api.ts';
import { createAuthorizeCall } from './aws/authorize-call.ts';
import { createAwsEndpoint } from './aws/aws-endpoint.ts';
import { type Backend, externalBackend } from './aws/backend.ts';
import { createQueues } from './aws/create-queues.ts';
import { createEmbeddedSecrets, createExternalSecrets } from './aws/create-secrets.ts';
import { createPartitionKeys, createTables } from './aws/create-tables.ts';
import { startEmbeddedDynamodb } from './aws/embedded-dynamodb.ts';
import { startEmbeddedSqs } from './aws/embedded-sqs.ts';
import { createQueueUrls } from './aws/queue-urls.ts';
import { createSecretsManager } from './aws/secrets-manager.ts';
import { type Cleanup, createCleanup } from './cleanup.ts';
import { startHttpServer } from './http/http-server.ts';
import { createPermissionLedger } from './iam/permission-ledger.ts';
import { collectRolePolicies } from './iam/role-policies.ts';
import { parseObject } from './json.ts';
import { createFunctions } from './lambda/create-functions.ts';
import { createInvokeApi } from './lambda/invoke-api.ts';
import { startEventSources } from './lambda/start-event-sources.ts';
import type { LocalStack, LocalStackOptions } from './local-stack.ts';
import { listUnsupported } from './template/list-unsupported.ts';
import { loadStack, type Stack, type StackResource } from './template/load-stack.ts';
import { createLocalizer } from './template/localize-urls.ts';
import { readAssembly } from './template/read-assembly.ts';
import { ACCOUNT_ID } from './template/resource-identity.ts';

/** Runs a synthesized assembly on this machine. When it fails half way, what was started is stopped first. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const cleanup = createCleanup();
  try {
    return await start(options, cleanup);
  } catch (error) {
    await cleanup.run().catch(() => undefined);
    throw error;
  }
}

async function start(options: LocalStackOptions, cleanup: Cleanup): Promise<LocalStack> {
  const { assemblyDirectory, ports = {}, endpoints = {}, region = 'us-east-1', onCall } = options;
  const step = (name: string, detail?: string): void =>
    options.onProgress?.({ name, ...(detail === undefined ? {} : { detail }) });

  const assembly = await readAssembly(assemblyDirectory);
  step('Assembly', `${assembly.stackName}, ${Object.keys(assembly.template.Resources).length} resources`);

  // Addresses first: names and environments are made of them.
  const awsServer = await startHttpServer(0);
  cleanup.add(awsServer.stop);
  const stack = loadStack(assembly.template, {
    stackName: assembly.stackName,
    region,
    awsUrl: awsServer.url,
  });
  const apis = await listenApis(stack, region, ports, ({ stop }) => cleanup.add(stop));
  const localize = createLocalizer(
    apis.map(({ addresses, server }) => ({ api: addresses, localUrl: server.url })),
  );
  const outputs = Object.fromEntries(
    Object.entries(stack.outputs()).map(([key, value]) => {
      const local = localize(value);
      return [key, local === value ? value : local.replace(/\/$/, '')];
    }),
  );

  const policies = collectRolePolicies(stack);
  const functions = createFunctions(
    stack,
    { region, awsUrl: awsServer.url, assetDirectory: assembly.assetDirectory, localize },
    policies,
    outputs,
    options.onLog,
  );
  cleanup.add(functions.stop);
  // While the tables are made: loading a bundle takes a core for a tenth of a second or more.
  const warmed = options.warm ? functions.warm() : Promise.resolve();

  const open = async (endpoint: string | undefined, embed: () => Promise<Backend>): Promise<Backend> => {
    const backend = endpoint ? externalBackend(endpoint) : await embed();
    cleanup.add(backend.stop);
    return backend;
  };
  const dynamodb = await open(endpoints.dynamodb, startEmbeddedDynamodb);
  const sqs = await open(endpoints.sqs, () => startEmbeddedSqs(region));

  const tables = stack.ofType('AWS::DynamoDB::Table');
  await createTables(dynamodb.url, region, tables);
  step('Tables', `${tables.length} in ${endpoints.dynamodb ?? 'memory'}`);
  const queues = stack.ofType('AWS::SQS::Queue');
  const backendQueueUrls = await createQueues(sqs.url, region, queues);
  step('Queues', `${queues.length} in ${endpoints.sqs ?? 'memory'}`);

  const secretResources = stack.ofType('AWS::SecretsManager::Secret');
  const manager = createSecretsManager(region);
  createEmbeddedSecrets(manager, secretResources);
  const secrets = endpoints.secretsManager
    ? {
        url: endpoints.secretsManager,
        arns: await createExternalSecrets(endpoints.secretsManager, region, secretResources),
      }
    : manager;
  if (secretResources.length > 0)
    step('Secrets', `${secretResources.length} in ${endpoints.secretsManager ?? 'memory'}`);

  await warmed;
  step('Functions', `${functions.all.length}: ${functions.all.map(({ shortName }) => shortName).join(', ')}`);

  const ledger = createPermissionLedger([...functions.callers.values()]);
  const authorize = createAuthorizeCall(functions.callers, ledger, region);
  const front = createAwsEndpoint({
    region,
    authorize,
    dynamodbUrl: dynamodb.url,
    sqsUrl: sqs.url,
    queueUrls: createQueueUrls(awsServer.url, sqs.url, backendQueueUrls),
    secrets,
    secretArn: manager.arnOf,
    partitionKey: createPartitionKeys(tables),
    ...(onCall === undefined
      ? {}
      : {
          onCall: ({ accessKeyId, ...call }) => {
            const caller = functions.all.find(({ definition }) => definition.accessKeyId === accessKeyId);
            onCall({ ...call, ...(caller === undefined ? {} : { caller: caller.shortName }) });
          },
        }),
    lambdaApi: createInvokeApi({ region, accountId: ACCOUNT_ID, findFunction: functions.find, authorize }),
  });
  cleanup.add(front.stop);
  awsServer.handle(front.handler);

  const mayInvoke = createMayInvoke(stack);
  const nameOfApi = (url: string): string | undefined =>
    Object.keys(outputs)
      .find((key) => key.endsWith('Url') && outputs[key] === url)
      ?.replace(/Url$/, '');
  const models = apis.map(({ resource, server }) => {
    const model = readApi(stack, resource);
    const functionName = resource.identity.name;
    const shortName = nameOfApi(server.url)?.toLowerCase() ?? functionName;
    server.handle(
      serveApi(model, {
        region,
        invoke: async (functionArn, payload) => functions.get(functionArn).invoke(payload),
        mayInvoke: (functionArn, sourceArn) => {
          const allowed = mayInvoke(functionArn, sourceArn);
          if (!allowed) ledger.record(`apigateway ${sourceArn}`, 'lambda:InvokeFunction', functionArn, false);
          return allowed;
        },
        onAccess: (text) => {
          const json = text.startsWith('{') ? parseObject(text) : undefined;
          options.onLog?.({
            source: 'access-log',
            functionName,
            shortName,
            text,
            ...(json ? { json } : {}),
          });
        },
        now: Date.now,
      }),
    );
    return model;
  });
  for (const { resource, server } of apis)
    step('API', `${nameOfApi(server.url) ?? resource.identity.name} on ${server.url}`);

  const eventSources = startEventSources(stack, functions, awsServer.url, region, options.onLog);
  cleanup.add(eventSources.stop);
  step('Event sources', `${eventSources.count} polling`);

  const unsupported = [
    ...listUnsupported(stack),
    ...policies.unknownManagedPolicies.map(
      (arn) => `managed policy ${arn}: its text is not known, it grants nothing`,
    ),
    ...functions.unsupported,
    ...models.flatMap((model) => model.unsupported),
    ...eventSources.unsupported,
  ];

  return {
    stackName: assembly.stackName,
    region,
    outputs,
    lambdaEndpoint: awsServer.url,
    dynamodbEndpoint: awsServer.url,
    sqsEndpoint: awsServer.url,
    secretsManagerEndpoint: awsServer.url,
    functions: Object.fromEntries(
      functions.all.map(({ definition, shortName }) => [
        definition.logicalId,
        { name: definition.name, arn: definition.arn, shortName },
      ]),
    ),
    queues: byLogicalId(queues, ({ identity }) => ({
      name: identity.name,
      arn: identity.attributes.Arn ?? '',
      url: identity.ref,
    })),
    tables: byLogicalId(tables, ({ identity }) => ({
      name: identity.name,
      arn: identity.attributes.Arn ?? '',
    })),
    secrets: byLogicalId(secretResources, ({ identity }) => ({ name: identity.name, arn: identity.ref })),
    apis: Object.fromEntries(
      apis.map(({ resource, server }) => [
        resource.logicalId,
        { id: resource.identity.ref, url: server.url, port: server.port },
      ]),
    ),
    unsupported,
    invoke: async (functionName, payload) => {
      const { payload: text, ...result } = await functions
        .get(functionName)
        .invoke(JSON.stringify(payload ?? {}));
      return { ...result, payload: JSON.parse(text) };
    },
    permissionReport: ledger.report,
    stop: cleanup.run,
  };
}

const byLogicalId = <T>(
  resources: Stack['resources'],
  describe: (resource: StackResource) => T,
): Record<string, T> =>
  Object.fromEntries(resources.map((resource) => [resource.logicalId, describe(resource)]));
