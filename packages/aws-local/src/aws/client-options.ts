/** Options of an SDK client that calls `endpoint` under an access key, and reads nothing of the machine's own AWS set-up. */
export const clientOptions = (endpoint: string, region: string, accessKeyId: string) => ({
  endpoint,
  region,
  credentials: { accessKeyId, secretAccessKey: 'local' },
  maxAttempts: 3,
});

/** The access key of whoever runs the stack: calls under it are not checked against any policy. */
export const OPERATOR_ACCESS_KEY_ID = 'local';
