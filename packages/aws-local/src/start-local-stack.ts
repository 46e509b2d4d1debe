import { createControlApi } from './apigateway/control-api.ts';
import { listenApis } from './apigateway/listen-apis.ts';
import { nameInOutputs, serveApis } from './apigateway/serve-apis.ts';
import { createUsagePlans, type UsagePlans } from './apigateway/usage-plans.ts';
import { createAccessKeyId } from './aws/access-keys.ts';
import { createAuthorizeCall } from './aws/authorize-call.ts';
import { type AnswerAws, type AnsweredCall, type Aws, createAws } from './aws/aws-endpoint.ts';
import { createPartitionKeys } from './aws/create-tables.ts';
import { serveAws } from './aws/serve-aws.ts';
import { type Cleanup, createCleanup } from './cleanup.ts';
import { describeStack } from './describe-stack.ts';
import { startSchedules } from './events/start-schedules.ts';
import { startHttpServer } from './http/http-server.ts';
import { createPermissionLedger } from './iam/permission-ledger.ts';
import { collectRolePolicies } from './iam/role-policies.ts';
import { createFunctions, type Functions } from './lambda/create-functions.ts';
import { createInvokeApi } from './lambda/invoke-api.ts';
import { startEventSources } from './lambda/start-event-sources.ts';
import type { LocalStack, LocalStackOptions } from './local-stack.ts';
import { openBackends } from './open-backends.ts';
import { listUnsupported } from './template/list-unsupported.ts';
import { loadStack } from './template/load-stack.ts';
import { createLocalizer, localOutputs } from './template/localize-urls.ts';
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
  const { ports = {}, endpoints = {}, region = 'us-east-1', onLog } = options;
  const onProgress = options.onProgress ?? (() => undefined);
  const assembly = await readAssembly(options.assemblyDirectory);
  const { stackName, template } = assembly;
  onProgress({
    name: 'Assembly',
    detail: `${stackName}, ${Object.keys(template.Resources).length} resources`,
  });

  // Addresses first: names and environments are made of them.
  const awsServer = await startHttpServer(0);
  cleanup.add(awsServer.stop);
  const awsUrl = awsServer.url;
  const stack = loadStack(template, { stackName, region, awsUrl });
  const apis = await listenApis(stack, region, ports, ({ stop }) => cleanup.add(stop));
  const localize = createLocalizer(
    apis.map(({ addresses, server }) => ({ api: addresses, localUrl: server.url })),
  );
  const outputs = localOutputs(stack, localize);

  const policies = collectRolePolicies(stack);
  const surroundings = { region, awsUrl, assetDirectory: assembly.assetDirectory, localize };
  // What functions ask while the tables are made waits for them.
  const opening = Promise.withResolvers<AnswerAws>();
  const answerAws: AnswerAws = async (request) => (await opening.promise)(request);
  const functions = createFunctions(stack, surroundings, policies, outputs, options, answerAws);
  cleanup.add(functions.stop);
  // While the tables are made: loading a bundle takes a core for a tenth of a second or more.
  const warmed = functions.warm(options.warm ?? []);
  const opened = await openBackends({ stack, region, awsUrl, endpoints, cleanup, onProgress });
  await warmed;
  const names = functions.all.map(({ shortName }) => shortName);
  onProgress({ name: 'Functions', detail: `${names.length}: ${names.join(', ')}` });

  const ledger = createPermissionLedger([...functions.callers.values()]);
  const accessKeyId = createAccessKeyId();
  const authorize = createAuthorizeCall(functions.callers, ledger, region);
  const partitionKey = createPartitionKeys(stack.ofType('AWS::DynamoDB::Table'));
  const onCall = options.onCall && namingCaller(functions, options.onCall);
  const aws: Aws = { ...opened, region, authorize, partitionKey, ...(onCall ? { onCall } : {}) };
  const usagePlans = createUsagePlans(stack, Date.now);
  opening.resolve(answersOf(aws, functions, accessKeyId, usagePlans));
  awsServer.handle(serveAws(answerAws, awsServer.port));

  const unsupportedOfApis = serveApis({ stack, region, outputs, functions, ledger, usagePlans, onLog }, apis);
  for (const { resource, server } of apis)
    onProgress({
      name: 'API',
      detail: `${nameInOutputs(outputs, server.url) ?? resource.identity.name} on ${server.url}`,
    });
  const eventSources = startEventSources(stack, functions, aws, onLog);
  cleanup.add(eventSources.stop);
  onProgress({ name: 'Event sources', detail: `${eventSources.count} polling` });

  const schedules = startSchedules(stack, functions, region);
  cleanup.add(schedules.stop);
  const unknownPolicies = policies.unknownManagedPolicies.map(
    (arn) => `managed policy ${arn}: its text is not known, it grants nothing`,
  );
  return {
    ...describeStack(stackName, stack, { region, outputs, awsUrl, accessKeyId, functions, apis }),
    unsupported: [
      ...listUnsupported(stack),
      ...unknownPolicies,
      ...functions.unsupported,
      ...unsupportedOfApis,
      ...usagePlans.unsupported,
      ...eventSources.unsupported,
      ...schedules.unsupported,
    ],
    invoke: async (functionName, payload) => {
      const { payload: text, ...result } = await functions
        .get(functionName)
        .invoke(JSON.stringify(payload ?? {}));
      return { ...result, payload: JSON.parse(text) };
    },
    fire: schedules.fire,
    permissionReport: ledger.report,
    stop: cleanup.run,
  };
}

/** AWS for these functions and the operator: services of the JSON protocols, and those whose APIs are made of paths. */
function answersOf(aws: Aws, functions: Functions, accessKeyId: string, usagePlans: UsagePlans): AnswerAws {
  const { region, authorize } = aws;
  const invokeApi = createInvokeApi({
    region,
    accountId: ACCOUNT_ID,
    findFunction: functions.find,
    authorize,
  });
  const controlApi = createControlApi({ region, usagePlans, authorize, now: Date.now });
  const isKnown = (key: string): boolean => key === accessKeyId || functions.callers.has(key);
  return createAws(aws, isKnown, (request) => invokeApi(request) ?? controlApi(request));
}

/** A call under a key that belongs to no function is the operator's. */
const namingCaller =
  (functions: Functions, onCall: NonNullable<LocalStackOptions['onCall']>) =>
  ({ accessKeyId, ...call }: AnsweredCall): void => {
    const caller = functions.all.find(({ definition }) => definition.accessKeyId === accessKeyId);
    onCall({ ...call, ...(caller === undefined ? {} : { caller: caller.shortName }) });
  };
