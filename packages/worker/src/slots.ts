/** Places for requests that are under way, so many for each endpoint. */
export type Slots = {
  /** Waits a moment for one. @returns false when none became free */
  take(id: string): Promise<boolean>;
  free(id: string): void;
};

type Endpoint = { taken: number; readonly waiting: ((isFree: boolean) => void)[] };

/** A healthy endpoint frees a place within this; one that hangs does not, and nobody waits for it longer. */
const WAIT_MS = 500;

export function createSlots(limit: number, waitMs = WAIT_MS): Slots {
  const endpoints = new Map<string, Endpoint>();
  return {
    async take(id) {
      const endpoint = endpoints.get(id) ?? { taken: 0, waiting: [] };
      endpoints.set(id, endpoint);
      if (endpoint.taken < limit) {
        endpoint.taken += 1;
        return true;
      }
      return new Promise((resolve) => {
        const settle = (isFree: boolean) => {
          clearTimeout(timer);
          resolve(isFree);
        };
        const timer = setTimeout(() => {
          endpoint.waiting.splice(endpoint.waiting.indexOf(settle), 1);
          settle(false);
        }, waitMs);
        endpoint.waiting.push(settle);
      });
    },
    free(id) {
      const endpoint = endpoints.get(id);
      if (endpoint === undefined) return;
      const next = endpoint.waiting.shift();
      if (next !== undefined) next(true);
      else if (endpoint.taken === 1) endpoints.delete(id);
      else endpoint.taken -= 1;
    },
  };
}
