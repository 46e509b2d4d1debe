import * as z from 'zod';
import type { StackResource } from '../template/load-stack.ts';
import type { EventSourceDefinition } from './event-source.ts';

const mappingSchema = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.coerce.number().default(10),
  MaximumBatchingWindowInSeconds: z.coerce.number().default(0),
  FunctionResponseTypes: z.array(z.string()).default([]),
  Enabled: z.boolean().default(true),
  ScalingConfig: z.object({ MaximumConcurrency: z.coerce.number().optional() }).default({}),
  FilterCriteria: z.unknown().optional(),
});

export type ReadEventSource =
  | { readonly kind: 'queue'; readonly functionName: string; readonly definition: EventSourceDefinition }
  | { readonly kind: 'disabled' }
  | { readonly kind: 'unsupported'; readonly reason: string };

export function readEventSource(mapping: StackResource, queues: readonly StackResource[]): ReadEventSource {
  const properties = mappingSchema.parse(mapping.properties());
  if (!properties.Enabled) return { kind: 'disabled' };
  const queue = queues.find(({ identity }) => identity.attributes.Arn === properties.EventSourceArn);
  if (!queue)
    return {
      kind: 'unsupported',
      reason: `its source ${properties.EventSourceArn} is no queue of this stack`,
    };
  if (properties.FilterCriteria !== undefined)
    return { kind: 'unsupported', reason: 'FilterCriteria are not evaluated' };
  return {
    kind: 'queue',
    functionName: properties.FunctionName,
    definition: {
      queueArn: properties.EventSourceArn,
      queueUrl: queue.identity.ref,
      batchSize: properties.BatchSize,
      batchingWindowSeconds: properties.MaximumBatchingWindowInSeconds,
      reportsBatchItemFailures: properties.FunctionResponseTypes.includes('ReportBatchItemFailures'),
      maximumConcurrency: properties.ScalingConfig.MaximumConcurrency,
    },
  };
}
