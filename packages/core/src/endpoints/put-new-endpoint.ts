import { ifConditionHolds } from '../tables/condition.ts';
import type { Endpoint } from './endpoint.ts';
import type { EndpointsTable } from './endpoint-store.ts';

/**
 * The random secret of an endpoint also tells whose write it was, so a write that the SDK repeats because its answer
 * was lost succeeds again.
 *
 * @returns false when there is an endpoint of this id already
 */
export async function putNewEndpoint(
  { documents, endpointsTable }: EndpointsTable,
  endpoint: Endpoint,
): Promise<boolean> {
  return ifConditionHolds(
    documents.put({
      TableName: endpointsTable,
      Item: endpoint,
      ConditionExpression: 'attribute_not_exists(tenantId) OR secrets[0].secret = :own',
      ExpressionAttributeValues: { ':own': newestSecret(endpoint) },
    }),
  );
}

/** Compared as text: equality of whole lists is not something that every DynamoDB emulator knows. */
export const newestSecret = ({ secrets: [newest] }: Pick<Endpoint, 'secrets'>): string =>
  newest?.secret ?? '';

/** Nobody guesses it: whoever has the page's address was given it. */
export const newPublicKeysId = (random: (size: number) => Uint8Array): string =>
  Buffer.from(random(16)).toString('base64url');
