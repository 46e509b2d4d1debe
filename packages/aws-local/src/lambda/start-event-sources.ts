import { type Aws, callAws } from '../aws/aws-endpoint.ts';
import { type JsonObject, parseObject } from '../json.ts';
import type { LogLine } from '../local-stack.ts';
import type { Stack } from '../template/load-stack.ts';
import type { Functions } from './create-functions.ts';
import { type EventSource, startEventSource } from './event-source.ts';
import { readEventSource } from './read-event-sources.ts';

export type EventSources = {
  readonly count: number;
  readonly unsupported: readonly string[];
  readonly stop: () => Promise<void>;
};

export function startEventSources(
  stack: Stack,
  functions: Functions,
  aws: Aws,
  onLog: ((line: LogLine) => void) | undefined,
): EventSources {
  const started: EventSource[] = [];
  const unsupported: string[] = [];
  const queues = stack.ofType('AWS::SQS::Queue');

  for (const mapping of stack.ofType('AWS::Lambda::EventSourceMapping')) {
    const source = readEventSource(mapping, queues);
    if (source.kind === 'disabled') continue;
    const target = source.kind === 'queue' ? functions.find(source.functionName) : undefined;
    if (source.kind === 'unsupported' || !target) {
      const reason = source.kind === 'unsupported' ? source.reason : 'its function is not run here';
      unsupported.push(`${mapping.logicalId} (${mapping.type}): ${reason}`);
      continue;
    }
    const { shortName, definition } = target;
    const onProblem = (message: string): void => {
      const json = { level: 'WARN', source: 'event-source-mapping', message };
      onLog?.({ functionName: definition.name, shortName, text: JSON.stringify(json), json });
    };
    started.push(
      startEventSource(source.definition, {
        name: definition.name,
        region: aws.region,
        invoke: target.invoke,
        recursiveLoop: definition.recursiveLoop,
        callSqs: (operation, input, signal) => callSqs(aws, definition.accessKeyId, operation, input, signal),
        onProblem,
      }),
    );
  }
  return {
    count: started.length,
    unsupported,
    stop: async () => {
      await Promise.all(started.map((each) => each.stop()));
    },
  };
}

async function callSqs(
  aws: Aws,
  accessKeyId: string,
  operation: string,
  input: JsonObject,
  signal: AbortSignal | undefined,
): Promise<JsonObject> {
  const call = { service: 'sqs', operation } as const;
  const { status, body } = await callAws(aws, accessKeyId, call, input, JSON.stringify(input), signal);
  const output = parseObject(String(body)) ?? {};
  if (status !== 200) throw new Error(String(output.message ?? output.__type ?? `status ${status}`));
  return output;
}
