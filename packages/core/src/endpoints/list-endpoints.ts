import type { Documents } from '../tables/documents.ts';
import { queryPages } from '../tables/pages.ts';
import { type Endpoint, endpointSchema } from './endpoint.ts';

export type EndpointsDeps = {
  readonly documents: Documents;
  readonly tableName: string;
};

/** All endpoints of a tenant, enabled or not, in the order of their ids. */
export function createListEndpoints({ documents, tableName }: EndpointsDeps) {
  return async (tenantId: string): Promise<Endpoint[]> => {
    const endpoints: Endpoint[] = [];
    const pages = queryPages(documents, {
      TableName: tableName,
      KeyConditionExpression: 'tenantId = :tenantId',
      ExpressionAttributeValues: { ':tenantId': tenantId },
      // An endpoint that was just made must not miss the next event.
      ConsistentRead: true,
    });
    for await (const page of pages) {
      endpoints.push(...(page.Items ?? []).map((item) => endpointSchema.parse(item)));
    }
    return endpoints;
  };
}
