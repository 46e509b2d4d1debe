import { describe, expect, it } from '@jest/globals';
import { routes as callbackRoutes } from '@switchyard/webhook-handler/routes';
import { alarmsOf, metricsOf } from '../../testing/alarms.ts';
import { methodSettingsOf, stagesOf } from '../../testing/api-stages.ts';
import { EVERYTHING_ON } from '../../testing/everything-on.ts';
import { propertiesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({ dev: {}, prod: { STAGE: 'prod' }, everything: EVERYTHING_ON });

describe('throttling', () => {
  const limits = ({
    ThrottlingRateLimit,
    ThrottlingBurstLimit,
  }: ReturnType<typeof methodSettingsOf>[number]) => [ThrottlingRateLimit, ThrottlingBurstLimit];

  it.each([
    ['dev', [1_000, 500]],
    ['everything', [70, 30]],
  ])('is the stage’s for each method: %s', (variant, expected) => {
    const everyMethod = methodSettingsOf(templateOf(variant)).filter(
      ({ ResourcePath }) => ResourcePath === '/*',
    );

    expect(everyMethod.map(limits)).toEqual([expected, expected]);
  });

  it.each([
    ['dev', [5_000, 2_500]],
    ['everything', [700, 300]],
  ])('has limits of its own for each route of the providers: %s', (variant, expected) => {
    const own = methodSettingsOf(templateOf(variant)).filter(
      ({ HttpMethod, ResourcePath }) =>
        HttpMethod !== 'OPTIONS' && !['/*', '/~1v1~1events'].includes(ResourcePath),
    );

    expect(own.map(({ HttpMethod, ResourcePath }) => `${HttpMethod} ${ResourcePath}`)).toEqual(
      callbackRoutes.map(({ method, path }) => `${method} /${path.replaceAll('/', '~1')}`),
    );
    const callbacks = own.filter(({ HttpMethod }) => HttpMethod === 'POST');
    for (const settings of callbacks) expect(limits(settings)).toEqual(expected);
  });

  it.each(['dev', 'everything'])('is low for the health check, which anybody may ask: %s', (variant) => {
    const health = methodSettingsOf(templateOf(variant)).filter(
      ({ ResourcePath }) => ResourcePath === '/webhooks~1health' || ResourcePath === '/~1webhooks~1health',
    );

    expect(health.map(limits)).toEqual([[10, 20]]);
  });
});

describe('metrics of a method’s own, which are paid for by the month', () => {
  it.each(['dev', 'everything'])(
    'are those that the alarm on latency and the dashboard read: %s',
    (variant) => {
      const template = templateOf(variant);
      const measured = methodSettingsOf(template).filter(({ MetricsEnabled }) => MetricsEnabled);
      const read = alarmsOf(template)
        .flatMap(([, alarm]) => metricsOf(alarm))
        .filter(({ Namespace }) => Namespace === 'AWS/ApiGateway')
        .map(({ Dimensions }) => Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])));

      expect(measured.map(({ HttpMethod, ResourcePath }) => [HttpMethod, ResourcePath])).toEqual([
        ['POST', '/~1v1~1events'],
      ]);
      expect(read).toEqual([expect.objectContaining({ Method: 'POST', Resource: '/v1/events' })]);
    },
  );

  it.each(['dev', 'everything'])('leave the method its throttle: %s', (variant) => {
    const [everyMethod, accepting] = ['/*', '/~1v1~1events'].map((path) =>
      methodSettingsOf(templateOf(variant)).find(({ ResourcePath }) => ResourcePath === path),
    );

    expect(accepting).toEqual({
      ...everyMethod,
      HttpMethod: 'POST',
      ResourcePath: '/~1v1~1events',
      MetricsEnabled: true,
    });
  });
});

describe('tracing', () => {
  const functionModes = (variant: string) =>
    Object.values(propertiesOf(templateOf(variant), 'AWS::Lambda::Function')).map(
      ({ TracingConfig }) => TracingConfig,
    );

  it('is off unless it is asked for', () => {
    expect(stagesOf(templateOf('dev')).map(({ TracingEnabled }) => TracingEnabled)).toEqual([false, false]);
    expect(new Set(functionModes('dev'))).toEqual(new Set([undefined]));
  });

  it('is on for both APIs and every function where it is', () => {
    expect(stagesOf(templateOf('everything')).map(({ TracingEnabled }) => TracingEnabled)).toEqual([
      true,
      true,
    ]);
    for (const mode of functionModes('everything')) expect(mode).toEqual({ Mode: 'Active' });
  });
});

describe('the execute-api endpoint', () => {
  const apisOf = (variant: string) =>
    Object.values(propertiesOf(templateOf(variant), 'AWS::ApiGateway::RestApi'));

  it('is there unless it is switched off', () => {
    for (const api of apisOf('prod')) expect(api).toHaveProperty('DisableExecuteApiEndpoint', false);
    for (const api of apisOf('everything')) expect(api).toHaveProperty('DisableExecuteApiEndpoint', true);
  });
});
