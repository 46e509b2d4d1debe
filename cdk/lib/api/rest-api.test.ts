import { describe, expect, it } from '@jest/globals';
import { routes as ingestRoutes } from '@switchyard/ingest-api/routes';
import { routes as receiverRoutes } from '@switchyard/receiver/routes';
import { routes as callbackRoutes } from '@switchyard/webhook-handler/routes';
import { HOOKS, isPreflight, methodsOf, RECEIVER } from '../../testing/api-methods.ts';
import { nameOf, propertiesOf, resourcesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({ dev: {}, prod: { STAGE: 'prod' } });
const dev = templateOf('dev');

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
      'POST /webhooks/sendgrid',
      'POST /webhooks/twilio',
      'POST /whatsapp',
    ]);
  });

  it('are no others, besides the preflights', () => {
    const others = methods.filter((method) => !isPreflight(method));

    expect(others).toHaveLength(ingestRoutes.length + callbackRoutes.length);
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
