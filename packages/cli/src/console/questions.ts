export type Questions = {
  /** @returns what was answered; false once the signal comes, for then nobody can answer any more */
  readonly ask: (tell: (id: string) => void, signal: AbortSignal) => Promise<boolean>;
  /** @returns false when nobody waits for it */
  readonly answer: (id: string, yes: boolean) => boolean;
};

/** What runs wait for. Each is answered once, by whoever was told its id. */
export function createQuestions(newId: () => string): Questions {
  const waiting = new Map<string, (yes: boolean) => void>();
  return {
    ask(tell, signal) {
      const id = newId();
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const settle = (yes: boolean) => {
        waiting.delete(id);
        signal.removeEventListener('abort', leave);
        resolve(yes);
      };
      const leave = () => settle(false);
      if (signal.aborted) return Promise.resolve(false);
      signal.addEventListener('abort', leave);
      waiting.set(id, settle);
      tell(id);
      return promise;
    },
    answer(id, yes) {
      const settle = waiting.get(id);
      settle?.(yes);
      return settle !== undefined;
    },
  };
}
