import { beforeAll, describe, expect, it } from '@jest/globals';
import { emittedEventSchema } from '@switchyard/core/emitted-event';
import { operationalEventSchema } from '@switchyard/core/operational-events';
import { verifyStandardWebhooks, verifyStripe } from '@switchyard/core/signatures';
import * as z from 'zod';
import { EXAMPLE_BODY } from '../src/examples.ts';
import { routes } from '../src/routes.ts';
import { EXAMPLE_SECRET } from './delivery-webhook.ts';
import { DESCRIPTION } from './description.ts';
import { renderOpenApi } from './render.ts';

const operation = z.looseObject({
  operationId: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  responses: z.record(
    z.string(),
    z.looseObject({
      $ref: z.string().optional(),
      description: z.string().optional(),
      content: z.record(z.string(), z.looseObject({ schema: z.unknown(), examples: z.unknown() })).optional(),
    }),
  ),
});
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    responses: z.record(z.string(), z.unknown()),
    securitySchemes: z.record(z.string(), z.unknown()),
  }),
  webhooks: z.object({
    delivery: z.object({
      post: z.looseObject({ parameters: z.array(z.looseObject({ name: z.string(), example: z.string() })) }),
    }),
  }),
});

let rendered: object;
let document: z.infer<typeof documentSchema>;
beforeAll(async () => {
  rendered = await renderOpenApi();
  document = documentSchema.parse(rendered);
});

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, found]) => ({ ...found, path, method })),
  );

describe('the OpenAPI document', () => {
  it('describes each route for tenants, behind an API key, the public keys, and none of the documentation pages', () => {
    const described = operations().map(({ path, method, security }) => ({
      path,
      method: method.toUpperCase(),
      security,
    }));

    const expected = routes
      .filter(({ path, access }) => access === 'tenant' || path.startsWith('/v1/public-keys/'))
      .map(({ path, method, access }) => ({
        path,
        method,
        security: access === 'tenant' ? [{ apiKey: [] }] : [],
      }));
    expect(described).toHaveLength(expected.length);
    expect(described).toEqual(expect.arrayContaining(expected));
    expect(document.components.securitySchemes).toHaveProperty('apiKey');
  });

  it('names each operation once', () => {
    const ids = operations().map(({ operationId }) => operationId);

    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has words of its own and an example for every response', () => {
    for (const { operationId, responses } of operations()) {
      for (const [status, { $ref, description, content = {} }] of Object.entries(responses)) {
        if ($ref !== undefined) continue;
        expect({ operationId, status, description }).not.toMatchObject({ description: 'Default Response' });
        for (const { examples } of Object.values(content)) {
          expect({ operationId, status, examples }).toMatchObject({ examples: expect.any(Object) });
        }
      }
    }
  });

  it('describes errors once, as problems', () => {
    const failures = operations().flatMap(({ responses }) =>
      Object.entries(responses).filter(([status]) => Number(status) >= 400),
    );

    expect(failures.length).toBeGreaterThan(0);
    for (const [, { $ref, content }] of failures) {
      if ($ref !== undefined) continue;
      expect(content?.['application/problem+json']?.schema).toEqual({ $ref: '#/components/schemas/Problem' });
    }
  });

  it('refers to nothing that it does not hold, and holds nothing that it does not refer to', () => {
    const text = JSON.stringify(rendered);
    const referred = [...text.matchAll(/"\$ref":"#\/components\/(\w+\/\w+)"/g)].map(([, name]) => name);
    const { schemas, responses } = document.components;

    const held = [
      ...Object.keys(schemas).map((name) => `schemas/${name}`),
      ...Object.keys(responses).map((name) => `responses/${name}`),
    ];
    expect([...new Set(referred)].sort()).toEqual(held.sort());
  });

  it('shows a delivery whose signatures really verify', () => {
    const header = (wanted: string) =>
      document.webhooks.delivery.post.parameters.find(({ name }) => name === wanted)?.example;
    const common = {
      payload: Buffer.from(EXAMPLE_BODY),
      secrets: [EXAMPLE_SECRET],
      now: Number(header('webhook-timestamp')),
      toleranceSeconds: 0,
    };

    const standard = verifyStandardWebhooks({
      ...common,
      headers: {
        id: header('webhook-id'),
        timestamp: header('webhook-timestamp'),
        signature: header('webhook-signature'),
      },
    });
    expect(standard.id).toBe(header('webhook-id'));
    expect(verifyStripe({ ...common, header: header('Stripe-Signature') }).timestamp).toBe(common.now);
  });
});

it('shows events as their published schemas describe them', () => {
  const shown = [...DESCRIPTION.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => JSON.parse(json));

  expect(shown.map(({ type }) => type)).toEqual([
    'message.delivered',
    'message.received',
    'endpoint.failing',
    'delivery.exhausted',
  ]);
  const published = z.union([emittedEventSchema, operationalEventSchema]);
  for (const event of shown) expect(published.parse(event)).toEqual(event);
});
