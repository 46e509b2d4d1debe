import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { HOOKS, methodsOf, RECEIVER } from '../../testing/api-methods.ts';
import { EVERYTHING_ON } from '../../testing/everything-on.ts';
import { nameOf, propertiesOf, resourcesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({ none: {}, everything: EVERYTHING_ON });
const none = templateOf('none');
const everything = templateOf('everything');

const counted = (variant: typeof none) =>
  methodsOf(variant, HOOKS)
    .filter(({ properties }) => properties.ApiKeyRequired === true)
    .map(({ HttpMethod, path }) => `${HttpMethod} ${path}`);

describe('plans', () => {
  it('give API Gateway the limits of each, beside a plan that has none', () => {
    const plans = Object.values(propertiesOf(everything, 'AWS::ApiGateway::UsagePlan'));

    expect(plans.map(({ Throttle, Quota }) => ({ Throttle, Quota }))).toEqual([
      {},
      { Throttle: { RateLimit: 5, BurstLimit: 10 }, Quota: { Limit: 1_000, Period: 'DAY' } },
      { Throttle: { RateLimit: 70, BurstLimit: 30 } },
    ]);
    for (const { ApiStages } of plans)
      expect(JSON.stringify(ApiStages)).toMatch(/^\[\{"ApiId":\{"Ref":"HooksApi\w+"\},"Stage":\{"Ref":/);
  });

  it('are named in the outputs with their ids, where the CLI finds them', () => {
    expect(JSON.stringify(everything.Outputs?.SettingUsagePlans)).toMatch(/trial=.*,pro=/);
    expect(none.Outputs).not.toHaveProperty('SettingUsagePlans');
  });

  it('count what tenants send: not what they look up, nor what nobody has to be known for', () => {
    expect(counted(everything)).toEqual(['POST /v1/events']);
  });

  it('count nothing where there are none', () => {
    expect(counted(none)).toEqual([]);
  });

  it('find the authorizer’s default key in the plan without limits, also while there are no others', () => {
    for (const template of [none, everything]) {
      const [key] = Object.values(propertiesOf(template, 'AWS::ApiGateway::ApiKey'));
      const authorizer = propertiesOf(template, 'AWS::Lambda::Function').IngestApiAuthorizerFunction;
      const { Environment } = z
        .object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) })
        .parse(authorizer);

      expect(JSON.stringify(key?.Value)).toContain('AWS::StackId');
      expect(Environment.Variables.DEFAULT_USAGE_KEY).toEqual(key?.Value);
      expect(Object.keys(propertiesOf(template, 'AWS::ApiGateway::UsagePlanKey'))).toHaveLength(1);
    }
  });

  it('are looked up by what the authorizer says, never by what a request carries', () => {
    const apis = propertiesOf(none, 'AWS::ApiGateway::RestApi');

    expect(apis[HOOKS]).toMatchObject({ ApiKeySourceType: 'AUTHORIZER' });
    expect(apis[RECEIVER]).not.toHaveProperty('ApiKeySourceType');
  });

  it('change nothing that is there when they are added, but what counts', () => {
    const ids = (template: typeof none) => Object.keys(resourcesOf(template, 'AWS::ApiGateway::UsagePlan'));

    expect(ids(everything).map(nameOf)).toEqual(expect.arrayContaining(ids(none).map(nameOf)));
  });
});
