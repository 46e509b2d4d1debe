import type { LogLine } from '../local-stack.ts';

export type TraceStep = { readonly name: string; readonly atMs: number; readonly detail: string };

/** Follows one event through the functions' logs. */
export type TraceCollector = {
  /** Give every log line to it. */
  readonly observe: (line: LogLine) => void;
  /** Resolves when the event's first delivery is over. */
  readonly trace: (eventId: string) => Promise<readonly TraceStep[]>;
};

export function createTraceCollector(): TraceCollector {
  const lines: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();

  function stepsOf(eventId: string): TraceStep[] | undefined {
    const accepted = lines.find((line) => line.eventId === eventId && line.outcome === 'accepted');
    const delivery = lines.find((line) => line.eventId === eventId && line.msg === 'delivery');
    if (accepted === undefined || delivery === undefined) return undefined;
    const start = Date.parse(String(accepted.acceptedAt));
    const since = (iso: unknown) => Math.max(0, Date.parse(String(iso)) - start);
    const signedAt = since(delivery.startedAt);
    return [
      { name: 'accepted', atMs: 0, detail: 'stored, and its delivery is on the queue' },
      {
        name: 'queued',
        atMs: Math.min(since(accepted.time), signedAt),
        detail: '201 to the caller: durable from here on',
      },
      {
        name: 'signed',
        atMs: signedAt,
        detail: 'Stripe-Signature and webhook-signature over the same bytes',
      },
      {
        name: delivery.outcome === 'delivered' ? 'delivered' : String(delivery.outcome),
        atMs: signedAt + Number(delivery.durationMs),
        detail: `the endpoint answered ${delivery.status ?? delivery.error}`,
      },
    ];
  }

  return {
    observe({ json }) {
      if (json?.eventId === undefined) return;
      lines.push(json);
      if (lines.length > 1_000) lines.shift();
      for (const check of waiting) check();
    },
    trace: (eventId) =>
      new Promise((resolve) => {
        const check = () => {
          const steps = stepsOf(eventId);
          if (steps === undefined) return;
          waiting.delete(check);
          resolve(steps);
        };
        waiting.add(check);
        check();
      }),
  };
}
