import { describe, expect, it } from '@jest/globals';
import { routes as callbackRoutes } from '@switchyard/webhook-handler/routes';
import { WEB_ACL_RULES } from '../../../scripts/cost-of-month.ts';
import { EVERYTHING_ON } from '../../testing/everything-on.ts';
import { arnOf } from '../../testing/references.ts';
import { propertiesOf, resourcesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({ prod: { STAGE: 'prod' }, everything: EVERYTHING_ON });

describe('the web ACL', () => {
  it('is absent unless it is asked for', () => {
    expect(resourcesOf(templateOf('prod'), 'AWS::WAFv2::WebACL')).toEqual({});
  });

  it('stands before both APIs', () => {
    const associations = Object.values(
      propertiesOf(templateOf('everything'), 'AWS::WAFv2::WebACLAssociation'),
    );

    expect(JSON.stringify(associations.map(({ ResourceArn }) => ResourceArn))).toMatch(
      /HooksApi.*ReceiverApiRestApi/s,
    );
    for (const { WebACLArn } of associations) expect(WebACLArn).toEqual(arnOf('FirewallWebAcl'));
  });

  it('limits an address by WAF_RATE_LIMIT, whose callbacks do not count, and never looks into a mail', () => {
    const [acl] = Object.values(propertiesOf(templateOf('everything'), 'AWS::WAFv2::WebACL'));
    const text = JSON.stringify(acl);

    expect(acl).toMatchObject({ Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
    expect(acl?.Rules).toEqual([
      expect.objectContaining({ Name: 'AWSManagedRulesAmazonIpReputationList' }),
      expect.objectContaining({ Name: 'AWSManagedRulesKnownBadInputsRuleSet' }),
      expect.objectContaining({
        Name: 'RateByAddress',
        Action: { Block: {} },
        Statement: { RateBasedStatement: expect.objectContaining({ AggregateKeyType: 'IP', Limit: 5_000 }) },
      }),
    ]);
    for (const { path } of callbackRoutes)
      expect(text).toContain(`"SearchString":"${path.replace(/\{.*/, '')}"`);
    expect(text).not.toContain('"SampledRequestsEnabled":true');
  });

  it('has as many rules as docs/cost.md counts', () => {
    const [acl] = Object.values(propertiesOf(templateOf('everything'), 'AWS::WAFv2::WebACL'));
    expect(acl?.Rules).toHaveLength(WEB_ACL_RULES);
  });
});
