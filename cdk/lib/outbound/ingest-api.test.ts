import { describe, expect, it } from '@jest/globals';
import type { PortalAccess, PortalKey } from '@switchyard/core/tenants';
import { mayUse, parsePortalRoutes } from '@switchyard/core/tenants/portal-routes';
import { routes } from '@switchyard/ingest-api/routes';
import * as z from 'zod';
import { portalPolicy } from '../../../packages/authorizer/src/portal-policy.ts';
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

describe('what API Gateway lets a link to the portal do', () => {
  const variablesSchema = z.looseObject({
    Environment: z.object({ Variables: z.looseObject({ PORTAL_ROUTES: z.string().optional() }) }),
  });
  const texts = Object.values(propertiesOf(dev, 'AWS::Lambda::Function')).flatMap(
    (properties) => variablesSchema.safeParse(properties).data?.Environment.Variables.PORTAL_ROUTES ?? [],
  );
  const portalRoutes = parsePortalRoutes(texts[0] ?? '');
  const STAGE_ARN = 'arn:aws:execute-api:eu-central-1:123456789012:abcdefghij/production';
  const key = (access: PortalAccess): PortalKey => ({
    apiKeyHash: 'a'.repeat(64),
    tenantId: 'acme',
    keyId: 'key_1',
    status: 'ACTIVE',
    role: 'portal',
    access,
    createdAt: '2026-01-01T00:00:00.000Z',
    expiresAt: '2026-01-02T00:00:00.000Z',
    forgetAt: 1,
  });
  const policyOf = (access: PortalAccess, state: 'open' | 'expired') =>
    portalPolicy(`${STAGE_ARN}/GET/v1/events`, key(access), state, portalRoutes);

  /** As IAM compares: `*` is anything, a slash too. */
  function allows(access: PortalAccess, state: 'open' | 'expired', method: string, path: string): boolean {
    const [statement] = policyOf(access, state).policyDocument.Statement;
    const { Resource } = z.object({ Resource: z.union([z.string(), z.array(z.string())]) }).parse(statement);
    return [Resource].flat().some((pattern) => {
      const parts = pattern.split('*').map((part) => part.replaceAll(/[.^$]/g, '\\$&'));
      return new RegExp(`^${parts.join('.*')}$`).test(`${STAGE_ARN}/${method}${path}`);
    });
  }

  const tenantRoutes = routes.flatMap((route) => (route.access === 'tenant' ? [route] : []));

  it.each(tenantRoutes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'is what the route says, for each access: %s',
    (_, { method, path, portal }) => {
      const called = path.replaceAll(/\{\w+\}/g, 'a-b_c.d');
      const decided = [
        allows('full', 'open', method, called),
        allows('read', 'open', method, called),
        allows('full', 'expired', method, called),
      ];
      expect(decided).toEqual([mayUse(portal, 'full'), mayUse(portal, 'read'), mayUse(portal, undefined)]);
    },
  );

  it('is said in a policy of less than the 8 KB that API Gateway takes', () => {
    expect(JSON.stringify(policyOf('full', 'open')).length).toBeLessThan(7_000);
  });
});
