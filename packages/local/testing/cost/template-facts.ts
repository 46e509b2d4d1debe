import { readAssembly } from '@switchyard/aws-local/testing';
import * as z from 'zod';
import type { TableShape } from '../../src/cost/unit-meter.ts';

const keySchema = z
  .array(z.object({ AttributeName: z.string() }))
  .transform((keys) => keys.map(({ AttributeName }) => AttributeName));
const tableSchema = z.object({
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z
    .array(
      // An index that holds more than keys costs a write for every change of the item: the meter does not count that.
      z.object({ KeySchema: keySchema, Projection: z.object({ ProjectionType: z.literal('KEYS_ONLY') }) }),
    )
    .default([]),
});
const functionSchema = z.object({ MemorySize: z.number() });
const mappingSchema = z.object({ BatchSize: z.number(), FunctionName: z.object({ Ref: z.string() }) });
/** An alarm on a calculation is billed for each metric in it. */
const alarmSchema = z.object({
  Metrics: z.array(z.object({ MetricStat: z.unknown().optional() })).optional(),
});
const stageSchema = z.object({ MethodSettings: z.array(z.object({ MetricsEnabled: z.boolean() })) });
const refSchema = z.object({ Ref: z.string() });

/** What is paid for by the month, whether or not anything happens. */
const MONTHLY = [
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Logs::MetricFilter',
  'AWS::SecretsManager::Secret',
];

/** What the synthesized template says about cost. */
export async function readTemplateFacts(assemblyDirectory: string) {
  const { template } = await readAssembly(assemblyDirectory);
  const logicalId = (output: string) => refSchema.parse(template.Outputs[output]?.Value).Ref;
  const properties = (output: string) => template.Resources[logicalId(output)]?.Properties;
  const tableShape = (output: string): TableShape => {
    const { KeySchema, GlobalSecondaryIndexes } = tableSchema.parse(properties(output));
    return { keys: KeySchema, indexes: GlobalSecondaryIndexes.map((index) => index.KeySchema) };
  };
  const memoryMb = (output: string) => functionSchema.parse(properties(output)).MemorySize;
  const ofType = (type: string) =>
    Object.values(template.Resources).filter((resource) => resource.Type === type);

  const mapping = ofType('AWS::Lambda::EventSourceMapping')
    .map(({ Properties }) => mappingSchema.parse(Properties))
    .find(({ FunctionName }) => FunctionName.Ref === logicalId('FunctionWorker'));
  if (mapping === undefined) throw new Error('Nothing in the template polls for the worker.');
  return {
    events: tableShape('TableEvents'),
    webhookConfig: tableShape('TableTenantWebhookConfig'),
    memoryMb: {
      authorizer: memoryMb('FunctionAuthorizer'),
      ingest: memoryMb('FunctionIngestApi'),
      webhookHandler: memoryMb('FunctionWebhookHandler'),
      worker: memoryMb('FunctionWorker'),
    },
    batchSize: mapping.BatchSize,
    alarmMetrics: ofType('AWS::CloudWatch::Alarm')
      .map(({ Properties }) => alarmSchema.parse(Properties).Metrics)
      .reduce((sum, metrics) => sum + (metrics?.filter((each) => each.MetricStat).length ?? 1), 0),
    detailedMethods: ofType('AWS::ApiGateway::Stage')
      .flatMap(({ Properties }) => stageSchema.parse(Properties).MethodSettings)
      .filter(({ MetricsEnabled }) => MetricsEnabled).length,
    resources: Object.fromEntries(MONTHLY.map((type) => [type, ofType(type).length])),
  };
}
