import { describe, expect, it } from '@jest/globals';
import { routes as ingestRoutes } from '@switchyard/ingest-api/routes';
import { routes as callbackRoutes } from '@switchyard/webhook-handler/routes';
import * as z from 'zod';
import { HOOKS, isPreflight, methodsOf, RECEIVER } from '../../testing/api-methods.ts';
import { propertiesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({
  dev: {},
  prod: { STAGE: 'prod' },
  origin: { STAGE: 'prod', CORS_ORIGINS: 'https://a.example.com' },
  origins: { STAGE: 'prod', CORS_ORIGINS: 'https://a.example.com,https://b.example.com' },
});
const dev = templateOf('dev');

const hooksRoutes = [...ingestRoutes, ...callbackRoutes];

describe('a CORS preflight', () => {
  const preflightSchema = z.object({
    Integration: z.object({
      Type: z.literal('MOCK'),
      ContentHandling: z.string(),
      PassthroughBehavior: z.string(),
      RequestTemplates: z.record(z.string(), z.string()),
      IntegrationResponses: z.tuple([
        z.object({ StatusCode: z.string(), ResponseParameters: z.record(z.string(), z.string()) }),
      ]),
    }),
    MethodResponses: z.tuple([
      z.object({ StatusCode: z.string(), ResponseParameters: z.record(z.string(), z.boolean()) }),
    ]),
  });
  const preflights = [HOOKS, RECEIVER].flatMap((api) =>
    methodsOf(dev, api)
      .filter(isPreflight)
      .map((method) => ({ api, ...method, ...preflightSchema.parse(method.properties) })),
  );
  const each = preflights.map((preflight) => [preflight.path, preflight] as const);

  it('is answered on each route of the hooks API, and of no other', () => {
    const paths = preflights.map(({ api, path }) => `${api} ${path}`);

    expect(paths.sort()).toEqual([...new Set(hooksRoutes.map(({ path }) => `${HOOKS} ${path}`))].sort());
  });

  it.each(each)(
    'is answered by API Gateway itself, to anybody: %s',
    (_, { AuthorizationType, Integration }) => {
      expect(AuthorizationType).toBe('NONE');
      expect(Integration.Type).toBe('MOCK');
      expect(Integration.RequestTemplates).toEqual({ 'application/json': '{"statusCode": 204}' });
    },
  );

  // Where every content type is binary, a mock integration is handed bytes, and fails.
  it.each(each)('is taken as text, whatever the API’s binary media types: %s', (_, { Integration }) => {
    expect(Integration).toMatchObject({ ContentHandling: 'CONVERT_TO_TEXT', PassthroughBehavior: 'NEVER' });
  });

  it.each(each)('allows the methods of its path, without credentials: %s', (path, { Integration }) => {
    const allowed = hooksRoutes.filter((route) => route.path === path).map(({ method }) => method);

    expect(Integration.IntegrationResponses).toEqual([
      {
        StatusCode: '204',
        ResponseParameters: {
          'method.response.header.Access-Control-Allow-Origin': "'*'",
          'method.response.header.Access-Control-Allow-Methods': `'${allowed.join()},OPTIONS'`,
          'method.response.header.Access-Control-Allow-Headers':
            "'Content-Type,X-Twilio-Signature,Authorization,Idempotency-Key,Idempotency-Key-Field,If-Match,Ordering-Key'",
        },
      },
    ]);
  });

  it.each(each)('declares each header that it sends: %s', (_, { Integration, MethodResponses }) => {
    const [{ StatusCode, ResponseParameters }] = Integration.IntegrationResponses;

    expect(MethodResponses).toEqual([
      {
        StatusCode,
        ResponseParameters: Object.fromEntries(Object.keys(ResponseParameters).map((name) => [name, true])),
      },
    ]);
  });

  const answersOf = (variant: string) =>
    methodsOf(templateOf(variant), HOOKS)
      .filter(isPreflight)
      .map(
        ({ properties }) =>
          z
            .object({
              Integration: z.object({
                IntegrationResponses: z.tuple([
                  z.object({
                    ResponseParameters: z.record(z.string(), z.string()),
                    ResponseTemplates: z.record(z.string(), z.string()).optional(),
                  }),
                ]),
              }),
            })
            .parse(properties).Integration.IntegrationResponses[0],
      );

  it('is not answered in stage prod unless origins are listed', () => {
    expect(answersOf('prod')).toEqual([]);
  });

  it.each(['origin', 'origins'])('names a listed origin in stage prod, and caches apart: %s', (variant) => {
    const answers = answersOf(variant);

    expect(answers.length).toBeGreaterThan(0);
    for (const { ResponseParameters } of answers)
      expect(ResponseParameters).toMatchObject({
        'method.response.header.Access-Control-Allow-Origin': "'https://a.example.com'",
        'method.response.header.Vary': "'Origin'",
      });
  });

  it('never allows credentials', () => {
    for (const variant of ['dev', 'origin', 'origins'])
      expect(JSON.stringify(answersOf(variant))).not.toContain('Allow-Credentials');
  });

  it('gives the request’s origin back where several are listed, by a template', () => {
    for (const { ResponseTemplates } of answersOf('origins'))
      expect(ResponseTemplates?.['application/json']).toContain(
        '#if($origin == "https://a.example.com" || $origin == "https://b.example.com")',
      );
    for (const { ResponseTemplates } of answersOf('origin')) expect(ResponseTemplates).toBeUndefined();
  });
});

describe('the origins of CORS_ORIGINS', () => {
  const functionOrigins = (variant: string) =>
    Object.values(propertiesOf(templateOf(variant), 'AWS::Lambda::Function')).flatMap(({ Environment }) => {
      const { CORS_ORIGINS } = Object(Object(Environment).Variables);
      return CORS_ORIGINS === undefined ? [] : [CORS_ORIGINS];
    });

  it.each([
    ['dev', '*'],
    ['prod', ''],
    ['origins', 'https://a.example.com,https://b.example.com'],
  ])('reach the functions behind the hooks API: %s', (variant, expected) => {
    expect(functionOrigins(variant)).toEqual([expected, expected, expected]);
  });

  it.each([
    ['dev', "'*'"],
    ['prod', undefined],
    ['origin', "'https://a.example.com'"],
    ['origins', undefined],
  ])('reach API Gateway’s own errors where there is one: %s', (variant, expected) => {
    for (const { ResponseParameters } of Object.values(
      propertiesOf(templateOf(variant), 'AWS::ApiGateway::GatewayResponse'),
    ))
      expect(Object(ResponseParameters)['gatewayresponse.header.Access-Control-Allow-Origin']).toBe(expected);
  });
});
