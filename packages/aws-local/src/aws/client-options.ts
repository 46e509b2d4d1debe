/** Options of an SDK client that calls `endpoint` under an access key, and reads nothing of the machine's own AWS set-up. */
export const clientOptions = (endpoint: string, region: string, accessKeyId: string) => ({
  endpoint,
  region,
  credentials: { accessKeyId, secretAccessKey: 'local' },
  maxAttempts: 3,
});

/** Other emulators are called under this one: some keep a separate world for each. */
export const EMULATOR_ACCESS_KEY_ID = 'local';
