import { describe, expect, it } from '@jest/globals';
import { EVERYTHING_ON } from '../../testing/everything-on.ts';
import { nameOf, propertiesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({ prod: { STAGE: 'prod' }, everything: EVERYTHING_ON });

describe('PROVISIONED_CONCURRENCY', () => {
  const aliasesOf = (variant: string) => propertiesOf(templateOf(variant), 'AWS::Lambda::Alias');

  it('keeps nothing warm unless it is set', () => {
    expect(aliasesOf('prod')).toEqual({});
  });

  it('keeps warm what a caller waits for', () => {
    const aliases = aliasesOf('everything');

    expect(Object.keys(aliases).sort()).toEqual([
      'CallbacksHandlerLive',
      'IngestApiAuthorizerLive',
      'IngestApiHandlerLive',
    ]);
    for (const alias of Object.values(aliases))
      expect(alias).toMatchObject({
        Name: 'live',
        ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 },
      });
  });

  it('is what the API calls, and may call', () => {
    const template = templateOf('everything');
    const called = new Set(
      [
        ...Object.values(propertiesOf(template, 'AWS::ApiGateway::Method')).map(
          ({ Integration }) => Integration,
        ),
        ...Object.values(propertiesOf(template, 'AWS::ApiGateway::Authorizer')),
      ].flatMap((where) =>
        [...JSON.stringify(where).matchAll(/"Ref":"(\w+Live)[0-9A-F]{0,8}"/g)].map(([, id]) => id),
      ),
    );
    const allowed = Object.values(propertiesOf(template, 'AWS::Lambda::Permission')).flatMap(
      ({ FunctionName }) => {
        const { Ref } = Object(FunctionName);
        return typeof Ref === 'string' && nameOf(Ref).endsWith('Live') ? [nameOf(Ref)] : [];
      },
    );

    expect([...called].sort()).toEqual(Object.keys(aliasesOf('everything')).sort());
    expect(allowed.sort()).toEqual(Object.keys(aliasesOf('everything')).sort());
  });
});
