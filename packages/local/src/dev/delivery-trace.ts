import type { LogLine } from '@switchyard/aws-local';

export type TraceStep = { readonly name: string; readonly atMs: number; readonly detail: string };

/** Follows one event through the functions' logs. */
export type TraceCollector = {
  /** Give every log line to it. */
  readonly observe: (line: LogLine) => void;
  /**
   * Resolves when the event's first attempt is over.
   *
   * @throws what the signal is aborted with
   */
  readonly trace: (eventId: string, signal: AbortSignal) => Promise<readonly TraceStep[]>;
};

const MAX_KEPT_LINES = 1_000;

export function createTraceCollector(): TraceCollector {
  const lines: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();

  function stepsOf(eventId: string): TraceStep[] | undefined {
    const accepted = lines.find((line) => line.eventId === eventId && line.outcome === 'accepted');
    const delivery = lines.find(
      (line) => line.eventId === eventId && line.msg === 'delivery' && line.durationMs !== undefined,
    );
    if (accepted === undefined || delivery === undefined) return undefined;
    const answeredAt = Number(delivery.sinceAcceptedMs);
    const signedAt = Math.max(0, answeredAt - Number(delivery.durationMs));
    const answer = delivery.status ?? delivery.error;
    return [
      { name: 'accepted', atMs: 0, detail: 'POST /v1/events, the token is a tenant’s' },
      {
        name: 'queued',
        // The worker may be faster than the answer to the caller.
        atMs: Math.min(Number(accepted.durationMs), signedAt),
        detail: 'stored and on the queue: 201, it cannot be lost from here on',
      },
      {
        name: 'signed',
        atMs: signedAt,
        detail: 'taken by the worker: Stripe-Signature and webhook-signature',
      },
      {
        name: delivery.outcome === 'delivered' ? 'delivered' : 'failed',
        atMs: answeredAt,
        detail:
          delivery.outcome === 'delivered'
            ? `the receiver verified it and answered ${answer}`
            : `the receiver: ${answer}`,
      },
    ];
  }

  return {
    observe({ json }) {
      if (json?.eventId === undefined) return;
      lines.push(json);
      if (lines.length > MAX_KEPT_LINES) lines.shift();
      for (const check of waiting) check();
    },
    trace: (eventId, signal) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const steps = stepsOf(eventId);
          if (steps === undefined) return;
          waiting.delete(check);
          resolve(steps);
        };
        const giveUp = () => {
          waiting.delete(check);
          reject(signal.reason);
        };
        if (signal.aborted) return giveUp();
        signal.addEventListener('abort', giveUp, { once: true });
        waiting.add(check);
        check();
      }),
  };
}
