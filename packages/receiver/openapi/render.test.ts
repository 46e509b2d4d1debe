import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { renderOpenApi } from './render.ts';

const response = z.object({
  description: z.string(),
  content: z.record(z.string(), z.looseObject({ examples: z.unknown().optional() })).optional(),
});
const documentSchema = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        operationId: z.string(),
        security: z.array(z.record(z.string(), z.array(z.string()))),
        responses: z.record(z.string(), z.union([z.strictObject({ $ref: z.string() }), response.loose()])),
      }),
    ),
  ),
});

let rendered: object;
beforeAll(async () => {
  rendered = await renderOpenApi();
});

const operations = () =>
  Object.values(documentSchema.parse(rendered).paths).flatMap((methods) => Object.values(methods));

describe('the OpenAPI document', () => {
  it('is committed as it is rendered; if not, run "node scripts/generate.ts"', async () => {
    const file = new URL('../../../docs/openapi/receiver.json', import.meta.url);
    const committed: unknown = JSON.parse(await readFile(file, 'utf8'));

    expect(committed).toEqual(rendered);
  });

  it('asks for the operator token where the switch is concerned, and nowhere else', () => {
    const secured = operations().filter(({ security }) => security.length > 0);

    expect(secured.map(({ operationId }) => operationId).sort()).toEqual(['disable', 'enable', 'status']);
  });

  it('has words of its own and an example for every response', () => {
    for (const { operationId, responses } of operations()) {
      for (const [status, found] of Object.entries(responses)) {
        if (!('description' in found)) continue;
        expect({ operationId, status, words: found.description }).not.toMatchObject({
          words: 'Default Response',
        });
        for (const { examples } of Object.values(found.content ?? {})) {
          expect({ operationId, status, examples }).toMatchObject({ examples: expect.any(Object) });
        }
      }
    }
  });
});
