import type { ClientKeys } from '../src/endpoints/client-certificate.ts';

/** Secrets in memory. */
export function createTestClientKeys() {
  const secrets = new Map<string, string>();
  let failures = 0;
  function orFail(): void {
    if (failures === 0) return;
    failures -= 1;
    throw new Error('Out of reach');
  }
  const clientKeys: ClientKeys = {
    create: async ({ name, text }) => {
      orFail();
      secrets.set(name, text);
    },
    read: async (name) => {
      orFail();
      return secrets.get(name);
    },
    delete: async (name) => {
      orFail();
      secrets.delete(name);
    },
  };
  return {
    clientKeys,
    secrets,
    /** The next call fails, or so many. */
    failNext: (count = 1): void => {
      failures = count;
    },
  };
}
