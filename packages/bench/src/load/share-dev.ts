import { type DevProcess, type StartDev, startDev } from '@switchyard/local/measure';

/** One stack for several measurements, started by the first of them: none ends it. */
export function shareDev(): { readonly start: StartDev; readonly stop: () => Promise<void> } {
  let started: Promise<DevProcess> | undefined;
  return {
    start: async (settings = {}) => {
      if (Object.keys(settings).length > 0)
        throw new Error('A stack that is shared has no settings of its own.');
      started ??= startDev();
      return { ...(await started), stop: async () => '' };
    },
    stop: async () => {
      await (await started?.catch(() => undefined))?.stop();
    },
  };
}
