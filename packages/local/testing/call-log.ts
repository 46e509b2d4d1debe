import type { CallLine } from '@switchyard/aws-local';

export type CallLog = ReturnType<typeof createCallLog>;

/**
 * Keeps the calls to AWS that mention something, from when it was first asked for: a whole test run's would be more
 * than is worth keeping.
 */
export function createCallLog() {
  const watched = new Map<string, CallLine[]>();
  return {
    record: (call: CallLine): void => {
      if (watched.size === 0) return;
      const text = JSON.stringify(call);
      for (const [about, calls] of watched) if (text.includes(about)) calls.push(call);
    },
    calls: (about: string): readonly CallLine[] => {
      const calls = watched.get(about) ?? [];
      watched.set(about, calls);
      return calls;
    },
  };
}
