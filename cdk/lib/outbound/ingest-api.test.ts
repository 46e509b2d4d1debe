import { describe, expect, it } from '@jest/globals';
import { propertiesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({ dev: {} });
const dev = templateOf('dev');

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
    expect(JSON.stringify(authorizers[0]?.AuthorizerUri)).toContain('IngestApiAuthorizerFunction');
  });

  it('is asked only about what has the form of an API key', () => {
    const pattern = new RegExp(String(authorizers[0]?.IdentityValidationExpression));

    expect(`Bearer sy_live_${'a'.repeat(38)}`).toMatch(pattern);
    expect('Bearer something').not.toMatch(pattern);
  });
});
