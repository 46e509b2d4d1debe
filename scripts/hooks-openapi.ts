import * as z from 'zod';
import { renderOpenApi } from '../packages/ingest-api/openapi/render.ts';
import { renderCallbacks } from '../packages/webhook-handler/openapi/render.ts';

const documentSchema = z.looseObject({
  tags: z.array(z.unknown()),
  paths: z.record(z.string(), z.unknown()),
});

/** The OpenAPI document of the hooks API: what tenants call, and what providers call. */
export async function renderHooksOpenApi(): Promise<object> {
  const document = documentSchema.parse(await renderOpenApi());
  const { tag, paths } = await renderCallbacks();
  return { ...document, tags: [...document.tags, tag], paths: { ...document.paths, ...paths } };
}
