import type * as z from 'zod';
import { scanPages } from '../tables/pages.ts';
import { endpointSchema, parseUnreadable, type UnreadableEndpoint } from './endpoint.ts';
import type { EndpointsTable } from './endpoint-store.ts';

const summarySchema = endpointSchema.pick({
  tenantId: true,
  endpointId: true,
  status: true,
  statusReason: true,
  breaker: true,
  createdAt: true,
  tls: true,
});
export type EndpointSummary =
  | z.infer<typeof summarySchema>
  | Pick<UnreadableEndpoint, 'tenantId' | 'endpointId' | 'status' | 'statusReason' | 'tls'>;

/** Of all tenants, without secrets. Reads the whole table: for a person who asks, never for a request. */
export async function listAllEndpoints({
  documents,
  endpointsTable,
}: EndpointsTable): Promise<EndpointSummary[]> {
  const endpoints: EndpointSummary[] = [];
  const pages = scanPages(documents, {
    TableName: endpointsTable,
    ProjectionExpression: 'tenantId, endpointId, #status, statusReason, breaker, createdAt, tls',
    ExpressionAttributeNames: { '#status': 'status' },
  });
  for await (const { Items = [] } of pages) {
    endpoints.push(
      ...Items.flatMap((item) => summarySchema.safeParse(item).data ?? parseUnreadable(item) ?? []),
    );
  }
  return endpoints;
}
