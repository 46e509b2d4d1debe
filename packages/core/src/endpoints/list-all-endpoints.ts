import type * as z from 'zod';
import { scanPages } from '../tables/pages.ts';
import { endpointSchema } from './endpoint.ts';
import type { EndpointsTable } from './endpoint-store.ts';

const summarySchema = endpointSchema.pick({
  tenantId: true,
  endpointId: true,
  status: true,
  statusReason: true,
  createdAt: true,
});
export type EndpointSummary = z.infer<typeof summarySchema>;

/** Of all tenants, without secrets. Reads the whole table: for a person who asks, never for a request. */
export async function listAllEndpoints({
  documents,
  endpointsTable,
}: EndpointsTable): Promise<EndpointSummary[]> {
  const endpoints: EndpointSummary[] = [];
  const pages = scanPages(documents, {
    TableName: endpointsTable,
    ProjectionExpression: 'tenantId, endpointId, #status, statusReason, createdAt',
    ExpressionAttributeNames: { '#status': 'status' },
  });
  for await (const { Items = [] } of pages) {
    endpoints.push(...Items.map((item) => summarySchema.parse(item)));
  }
  return endpoints;
}
