import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createSigner } from './sign-request.ts';

/** What a client does at each call for logs that nobody keeps. */
const NOT_NEEDED = ['loggerMiddleware', 'getUserAgentMiddleware'];

type Client = {
  readonly config: Pick<DynamoDBClient['config'], 'credentials' | 'signer'>;
  readonly middlewareStack: { remove(name: string): boolean };
};

/** The same client with less to do at each call, for functions, which make thousands. */
export function leanClient<T extends Client>(client: T): T {
  for (const name of NOT_NEEDED) client.middlewareStack.remove(name);
  const signer = createSigner(client.config.credentials);
  client.config.signer = async () => signer;
  return client;
}
