import type { Context } from 'aws-lambda';
import type { MetricsLog } from './metrics-log.ts';

type Handler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/** The handler, with the metrics written at the end of each invocation, also of one that throws. */
export function flushAfter<Event, Result>(
  metrics: Pick<MetricsLog, 'flush'>,
  handler: Handler<Event, Result>,
): Handler<Event, Result> {
  return async (event, context) => {
    try {
      return await handler(event, context);
    } finally {
      metrics.flush();
    }
  };
}
