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
  awsUrl: string,
  region: string,
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
    started.push(
      startEventSource(
        source.definition,
        { ...definition, invoke: target.invoke },
        awsUrl,
        region,
        (message) => {
          const json = { level: 'WARN', source: 'event-source-mapping', message };
          onLog?.({ functionName: definition.name, shortName, text: JSON.stringify(json), json });
        },
      ),
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
