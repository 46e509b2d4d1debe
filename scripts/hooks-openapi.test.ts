import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from '@jest/globals';
import * as z from 'zod';
import { CALLBACKS, PROVIDERS } from '../packages/core/src/providers/providers.ts';
import { callbackPaths } from '../packages/webhook-handler/src/routes.ts';
import { renderHooksOpenApi } from './hooks-openapi.ts';

const documentSchema = z.object({
  tags: z.array(z.object({ name: z.string() })),
  paths: z.record(
    z.string(),
    z.object({
      post: z
        .object({
          tags: z.array(z.string()),
          security: z.array(z.unknown()).optional(),
          parameters: z.array(z.object({ name: z.string(), in: z.string() })).optional(),
          requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
          responses: z.record(z.string(), z.unknown()),
        })
        .optional(),
    }),
  ),
});
type Document = z.infer<typeof documentSchema>;

let rendered: object;
let document: Document;
beforeAll(async () => {
  rendered = await renderHooksOpenApi();
  document = documentSchema.parse(rendered);
});

it('is committed as it is rendered; if not, run "node scripts/generate.ts"', async () => {
  const file = new URL('../docs/openapi/ingest-api.json', import.meta.url);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(rendered);
});

it('has the callbacks in a section of their own, beside what tenants call', () => {
  const of = (tag: string) =>
    Object.entries(document.paths).flatMap(([path, { post }]) => (post?.tags.includes(tag) ? [path] : []));

  expect(document.tags.map(({ name }) => name)).toContain('Callbacks');
  expect(of('Callbacks')).toEqual(Object.keys(callbackPaths));
  expect(of('Events')).toContain('/v1/events');
});

it.each(Object.entries(callbackPaths))(
  'says of %s what proves it, what it takes and what it is answered',
  (path, route) => {
    const { provider, brings, refusalStatus } = CALLBACKS[route];
    const operation = document.paths[path]?.post;
    const headers = operation?.parameters?.filter((parameter) => parameter.in === 'header');

    expect(headers?.map(({ name }) => name)).toEqual(
      expect.arrayContaining([...PROVIDERS[provider].signatureHeaders]),
    );
    expect(operation?.security).toEqual([]);
    expect(Object.keys(operation?.requestBody?.content ?? {})).toHaveLength(1);
    const statuses = ['200', String(refusalStatus), '503', ...(brings === 'status' ? ['404'] : [])];
    expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining(statuses));
  },
);
