import { describe, expect, it } from '@jest/globals';
import { routes as ingestRoutes } from '@switchyard/ingest-api/routes';
import { routes as receiverRoutes } from '@switchyard/receiver/routes';
import { routes as callbackRoutes } from '@switchyard/webhook-handler/routes';
import * as z from 'zod';
import { nameOf, propertiesOf, resourcesOf, synthesize, type Template } from '../testing/synthesize.ts';

const templateOf = await synthesize({
  dev: {},
  prod: { STAGE: 'prod' },
  domains: { HOSTED_ZONE_ID: 'Z0123456789', HOSTED_ZONE_NAME: 'example.com' },
  origin: { STAGE: 'prod', CORS_ORIGINS: 'https://a.example.com' },
  origins: { STAGE: 'prod', CORS_ORIGINS: 'https://a.example.com,https://b.example.com' },
});
const dev = templateOf('dev');
const HOOKS = 'HooksApi';
const RECEIVER = 'ReceiverApiRestApi';

const refSchema = z.object({ Ref: z.string() });
const resourceSchema = z.object({
  PathPart: z.string(),
  ParentId: z.union([refSchema, z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) })]),
});
const methodSchema = z.object({
  HttpMethod: z.string(),
  RestApiId: refSchema,
  ResourceId: refSchema,
  AuthorizationType: z.string(),
  AuthorizerId: refSchema.optional(),
  Integration: z.object({ Type: z.string(), Uri: z.unknown().optional() }),
});

function pathOf(template: Template, resourceId: string): string {
  const { PathPart, ParentId } = resourceSchema.parse(template.Resources[resourceId]?.Properties);
  return `${'Ref' in ParentId ? pathOf(template, ParentId.Ref) : ''}/${PathPart}`;
}

function methodsOf(template: Template, api: string) {
  return Object.values(propertiesOf(template, 'AWS::ApiGateway::Method'))
    .map((properties) => ({ ...methodSchema.parse(properties), properties }))
    .filter(({ RestApiId }) => nameOf(RestApiId.Ref) === api)
    .map((method) => ({ ...method, path: pathOf(template, method.ResourceId.Ref) }));
}

const isPreflight = ({ HttpMethod }: { readonly HttpMethod: string }): boolean => HttpMethod === 'OPTIONS';
const describeMethods = (methods: ReturnType<typeof methodsOf>) =>
  methods.map(({ HttpMethod, path, AuthorizationType, AuthorizerId }) => ({
    method: HttpMethod,
    path,
    access:
      AuthorizationType === 'CUSTOM' && nameOf(AuthorizerId?.Ref ?? '') === 'IngestApiTokenAuthorizer'
        ? 'tenant'
        : AuthorizationType === 'NONE'
          ? 'public'
          : 'other',
  }));

describe('the routes of the hooks API', () => {
  const methods = methodsOf(dev, HOOKS);
  const leadingTo = (functionName: string) =>
    methods.filter(
      ({ Integration }) =>
        Integration.Type === 'AWS_PROXY' && JSON.stringify(Integration.Uri).includes(functionName),
    );

  it('for tenants are those of their function; all but the documentation ask the authorizer', () => {
    const found = describeMethods(leadingTo('IngestApiHandlerFunction'));

    expect(found).toHaveLength(ingestRoutes.length);
    expect(found).toEqual(
      expect.arrayContaining(ingestRoutes.map(({ method, path, access }) => ({ method, path, access }))),
    );
  });

  it('for providers are those of their function; none asks the authorizer: the signature proves them', () => {
    const found = describeMethods(leadingTo('CallbacksHandlerFunction'));

    expect(found).toHaveLength(callbackRoutes.length);
    expect(found).toEqual(
      expect.arrayContaining(callbackRoutes.map((route) => ({ ...route, access: 'public' }))),
    );
  });

  it('for providers are exactly these', () => {
    const found = leadingTo('CallbacksHandlerFunction').map(
      ({ HttpMethod, path }) => `${HttpMethod} ${path}`,
    );

    expect(found.sort()).toEqual([
      'GET /webhooks/health',
      'POST /email',
      'POST /email/{segment}',
      'POST /sms',
      'POST /webhooks/resend',
      'POST /webhooks/twilio',
      'POST /whatsapp',
    ]);
  });

  it('are no others, besides the preflights', () => {
    const others = methods.filter((method) => !isPreflight(method));

    expect(others).toHaveLength(ingestRoutes.length + callbackRoutes.length);
  });
});

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
            "'Content-Type,X-Twilio-Signature,Authorization'",
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

describe('the routes of the receiver', () => {
  it('are those of its function, open to everybody', () => {
    const found = methodsOf(dev, RECEIVER).map(({ HttpMethod, path, AuthorizationType }) => ({
      method: HttpMethod,
      path,
      AuthorizationType,
    }));

    expect(found).toHaveLength(receiverRoutes.length);
    expect(found).toEqual(
      expect.arrayContaining(
        receiverRoutes.map(({ method, path }) => ({ method, path, AuthorizationType: 'NONE' })),
      ),
    );
  });

  it('lead to its function', () => {
    for (const { Integration } of methodsOf(dev, RECEIVER))
      expect(JSON.stringify(Integration.Uri)).toContain('ReceiverApiHandlerFunction');
  });
});

describe('the authorizer', () => {
  const authorizers = Object.values(propertiesOf(dev, 'AWS::ApiGateway::Authorizer'));

  it('takes the Authorization header and is asked again after 300 s', () => {
    expect(authorizers).toEqual([
      expect.objectContaining({
        Type: 'TOKEN',
        IdentitySource: 'method.request.header.Authorization',
        AuthorizerResultTtlInSeconds: 300,
      }),
    ]);
  });

  it('is asked only about what has the form of an API key', () => {
    const pattern = new RegExp(String(authorizers[0]?.IdentityValidationExpression));

    expect(`Bearer sy_live_${'a'.repeat(38)}`).toMatch(pattern);
    expect('Bearer something').not.toMatch(pattern);
  });
});

describe('the APIs', () => {
  const apis = propertiesOf(dev, 'AWS::ApiGateway::RestApi');

  it.each([HOOKS, RECEIVER])('%s is regional and hands bodies on as bytes', (name) => {
    expect(apis[name]).toMatchObject({
      EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: 'dualstack' },
      BinaryMediaTypes: ['*/*'],
    });
  });

  it('are told apart from those of another stack', () => {
    expect(Object.values(apis).map(({ Name }) => Name)).toEqual([
      'switchyard-dev-hooks',
      'switchyard-dev-receiver',
    ]);
  });

  it('are deployed anew when the authorizer changes', () => {
    const deployments = resourcesOf(dev, 'AWS::ApiGateway::Deployment');

    expect(
      Object.values(deployments).filter((deployment) =>
        JSON.stringify(deployment).includes('TokenAuthorizer'),
      ),
    ).toHaveLength(1);
  });

  it.each(['dev', 'prod'])('have the one stage %s', (stage) => {
    const stages = Object.values(propertiesOf(templateOf(stage), 'AWS::ApiGateway::Stage'));

    expect(stages.map(({ StageName }) => StageName)).toEqual([stage, stage]);
  });
});

describe('what API Gateway answers by itself', () => {
  const responseSchema = z.object({
    RestApiId: refSchema,
    ResponseType: z.string(),
    StatusCode: z.string().optional(),
    ResponseParameters: z.record(z.string(), z.string()),
    ResponseTemplates: z.object({ 'application/json': z.string() }),
  });
  const responses = Object.values(propertiesOf(dev, 'AWS::ApiGateway::GatewayResponse')).map((properties) =>
    responseSchema.parse(properties),
  );
  const RETRY_AFTER = 'gatewayresponse.header.Retry-After';

  it.each([HOOKS, RECEIVER])('is given these statuses and codes: %s', (api) => {
    const table = responses
      .filter(({ RestApiId }) => nameOf(RestApiId.Ref) === api)
      .map(({ ResponseType, StatusCode, ResponseTemplates }) => {
        const { code } = z
          .object({ code: z.string() })
          .parse(JSON.parse(ResponseTemplates['application/json']));
        return [ResponseType, StatusCode, code];
      });

    expect(table).toEqual([
      ['UNAUTHORIZED', '401', 'not_authenticated'],
      ['ACCESS_DENIED', '403', 'access_denied'],
      ['WAF_FILTERED', '403', 'request_filtered'],
      ['MISSING_AUTHENTICATION_TOKEN', '404', 'route_not_found'],
      ['REQUEST_TOO_LARGE', '413', 'payload_too_large'],
      ['THROTTLED', '429', 'throttled'],
      ['AUTHORIZER_FAILURE', '503', 'unavailable'],
      ['INTEGRATION_FAILURE', '503', 'unavailable'],
      ['INTEGRATION_TIMEOUT', '504', 'timed_out'],
      ['DEFAULT_4XX', undefined, 'bad_request'],
      ['DEFAULT_5XX', undefined, 'internal_error'],
    ]);
  });

  it.each(
    responses.map((response): [string, typeof response] => [
      `${nameOf(response.RestApiId.Ref)} ${response.ResponseType}`,
      response,
    ]),
  )(
    'is a problem document with the request id: %s',
    (_, { ResponseParameters, ResponseTemplates, StatusCode }) => {
      expect(ResponseParameters).toHaveProperty(
        ['gatewayresponse.header.Content-Type'],
        "'application/problem+json'",
      );
      expect(JSON.parse(ResponseTemplates['application/json'])).toEqual({
        type: 'about:blank',
        title: expect.any(String),
        code: expect.stringMatching(/^[a-z_]+$/),
        detail: expect.any(String),
        request_id: '$context.requestId',
        ...(StatusCode === undefined ? {} : { status: Number(StatusCode) }),
      });
    },
  );

  it('says when to try again with each 429 and 503', () => {
    const wait = responses.filter(({ StatusCode }) => StatusCode === '429' || StatusCode === '503');

    expect(wait).toHaveLength(6);
    for (const { ResponseParameters } of wait) expect(ResponseParameters).toHaveProperty([RETRY_AFTER]);
  });

  it('says with a 401 how to authenticate', () => {
    const refused = responses.filter(({ StatusCode }) => StatusCode === '401');

    for (const { ResponseParameters } of refused)
      expect(ResponseParameters).toHaveProperty(['gatewayresponse.header.WWW-Authenticate'], "'Bearer'");
  });
});

describe('custom domains', () => {
  const ZONED = [
    'AWS::ApiGateway::DomainName',
    'AWS::CertificateManager::Certificate',
    'AWS::Route53::RecordSet',
  ];

  it.each(ZONED)('are absent without a hosted zone: no %s', (type) => {
    expect(resourcesOf(dev, type)).toEqual({});
  });

  it('are hooks and receiver in the hosted zone, with TLS 1.2 or better', () => {
    const domains = Object.values(propertiesOf(templateOf('domains'), 'AWS::ApiGateway::DomainName'));

    expect(domains).toEqual(
      ['hooks.example.com', 'receiver.example.com'].map((DomainName) =>
        expect.objectContaining({
          DomainName,
          SecurityPolicy: 'TLS_1_2',
          EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: 'dualstack' },
        }),
      ),
    );
  });

  it('have certificates that the hosted zone proves', () => {
    const certificates = Object.values(
      propertiesOf(templateOf('domains'), 'AWS::CertificateManager::Certificate'),
    );

    expect(certificates).toEqual(
      ['hooks.example.com', 'receiver.example.com'].map((DomainName) =>
        expect.objectContaining({
          DomainName,
          ValidationMethod: 'DNS',
          DomainValidationOptions: [{ DomainName, HostedZoneId: 'Z0123456789' }],
        }),
      ),
    );
  });

  it('are found over IPv4 and IPv6', () => {
    const records = Object.values(propertiesOf(templateOf('domains'), 'AWS::Route53::RecordSet'));

    expect(records.map(({ Name, Type }) => `${Name} ${Type}`).sort()).toEqual([
      'hooks.example.com. A',
      'hooks.example.com. AAAA',
      'receiver.example.com. A',
      'receiver.example.com. AAAA',
    ]);
  });

  it('are what the outputs tell', () => {
    expect(templateOf('domains').Outputs).toMatchObject({
      HooksUrl: { Value: 'https://hooks.example.com' },
      ReceiverUrl: { Value: 'https://receiver.example.com' },
    });
  });

  it('are left out of the outputs without a hosted zone', () => {
    for (const name of ['HooksUrl', 'ReceiverUrl'])
      expect(JSON.stringify(dev.Outputs[name])).toContain('.execute-api.');
  });
});
