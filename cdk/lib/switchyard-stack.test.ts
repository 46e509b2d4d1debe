import { describe, expect, it } from '@jest/globals';
import { EVERYTHING_ON } from '../testing/everything-on.ts';
import { findCycle } from '../testing/find-cycle.ts';
import { keptResources } from '../testing/kept-resources.ts';
import { propertiesOf, resourcesOf, synthesize, type Template } from '../testing/synthesize.ts';

const templateOf = await synthesize({
  everything: EVERYTHING_ON,
  dev: {},
  again: {},
  prod: { STAGE: 'prod' },
  domains: { STAGE: 'prod', HOSTED_ZONE_ID: 'Z0123456789', HOSTED_ZONE_NAME: 'example.com' },
  other: { PREFIX: 'hooks', LOG_RETENTION_DAYS: '7' },
});
const dev = templateOf('dev');

describe('the template', () => {
  it.each(['dev', 'everything'])('keeps what holds data or is known by name or address: %s', (name) => {
    expect(keptResources(templateOf(name).Resources)).toMatchSnapshot();
  });

  it('is the same each time it is made', () => {
    expect(JSON.stringify(templateOf('again'))).toBe(JSON.stringify(dev));
  });

  it('updates whoever reads events before whoever stores them in a form that the reader may not know yet', () => {
    const functions = Object.entries(resourcesOf(dev, 'AWS::Lambda::Function'));
    const worker = functions.find(([id]) => id.startsWith('DeliveryWorker'))?.[0];
    const storing = functions.filter(([id]) =>
      /^(IngestApiHandler|CallbacksHandler|CallbacksSpool)/.test(id),
    );
    expect(storing).toHaveLength(3);
    for (const [, resource] of storing)
      expect(JSON.stringify(resource.DependsOn)).toMatch(new RegExp(`"${worker}[0-9A-F]{8}"`));
  });

  it.each(['dev', 'domains', 'everything'])('has no resources that wait for each other: %s', (name) => {
    expect(findCycle(templateOf(name))).toBeUndefined();
  });
});

describe('a name', () => {
  /** Unique only within the API or role that they belong to, or not unique at all. */
  const NOT_TAKEN =
    /^AWS::(IAM::Policy|ApiGateway::(RestApi|Authorizer|Stage)|CloudWatch::Alarm|Logs::QueryDefinition)$/;
  const fixedNames = (template: Template) =>
    Object.values(template.Resources)
      .filter(({ Type }) => !NOT_TAKEN.test(Type))
      .flatMap(({ Properties }) => Object.entries(Properties))
      .filter(([key, value]) => /(^|[a-z])Name$/.test(key) && typeof value === 'string')
      .map(([, value]) => value);

  it('is left to CloudFormation, except that of the function which people call', () => {
    expect(fixedNames(dev)).toEqual(['switchyard-dlq-processor']);
  });

  it('of that function begins with the prefix', () => {
    expect(fixedNames(templateOf('other'))).toEqual(['hooks-dlq-processor']);
  });
});

describe('the data', () => {
  const dataOf = (template: Template) => [
    ...Object.values(resourcesOf(template, 'AWS::DynamoDB::Table')),
    ...Object.values(resourcesOf(template, 'AWS::Logs::LogGroup')),
    ...Object.values(resourcesOf(template, 'AWS::SQS::Queue')),
  ];

  it.each(dataOf(templateOf('prod')).map((resource) => [resource.Type, resource]))(
    'outlives the stack in stage prod: %s',
    (_, resource) => {
      // And goes with a first deployment that fails.
      expect(resource).toMatchObject({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      });
    },
  );

  it.each([
    ['prod', true],
    // FIRST_DEPLOYMENT is on.
    ['everything', false],
    ['dev', false],
  ])('cannot be deleted by mistake in stage prod, once it is there: %s', (variant, isProtected) => {
    const tables = Object.values(propertiesOf(templateOf(variant), 'AWS::DynamoDB::Table'));

    expect(tables).toHaveLength(3);
    for (const table of tables) expect(table).toHaveProperty('DeletionProtectionEnabled', isProtected);
  });

  it.each(dataOf(templateOf('everything')).map((resource) => [resource.Type, resource]))(
    'outlives the stack also before its tables are protected: %s',
    (_, resource) => {
      expect(resource).toMatchObject({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      });
    },
  );

  it.each(dataOf(dev).map((resource) => [resource.Type, resource]))(
    'goes with the stack in other stages: %s',
    (_, resource) => {
      expect(resource).toMatchObject({ DeletionPolicy: 'Delete' });
    },
  );
});
