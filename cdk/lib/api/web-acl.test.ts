import { describe, expect, it } from '@jest/globals';
import { callbackPaths } from '@switchyard/webhook-handler/routes';
import * as z from 'zod';
import { WEB_ACL_RULES } from '../../../scripts/cost-of-month.ts';
import { EVERYTHING_ON } from '../../testing/everything-on.ts';
import { arnOf } from '../../testing/references.ts';
import { propertiesOf, resourcesOf, synthesize } from '../../testing/synthesize.ts';
import { callbackPathPattern } from './web-acl.ts';

const templateOf = await synthesize({
  prod: { STAGE: 'prod' },
  waf: { WAF: 'true' },
  everything: EVERYTHING_ON,
});

const AS_SENT = [{ Priority: 0, Type: 'NONE' }];
const byteMatch = (FieldToMatch: object, SearchString: unknown) => ({
  ByteMatchStatement: {
    FieldToMatch,
    PositionalConstraint: 'EXACTLY',
    SearchString,
    TextTransformations: AS_SENT,
  },
});

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

  const rulesOf = (variant: string) => {
    const [acl] = Object.values(propertiesOf(templateOf(variant), 'AWS::WAFv2::WebACL'));
    return z.object({ Rules: z.array(z.record(z.string(), z.json())) }).parse(acl).Rules;
  };
  const [addresses, inputs, rate, callbackRate] = rulesOf('everything');
  const isCallback = {
    AndStatement: {
      Statements: [
        byteMatch({ Method: {} }, 'POST'),
        {
          OrStatement: {
            Statements: [
              byteMatch({ SingleHeader: { Name: 'host' } }, expect.anything()),
              byteMatch({ SingleHeader: { Name: 'host' } }, 'hooks.example.com'),
            ],
          },
        },
        {
          RegexMatchStatement: {
            FieldToMatch: { UriPath: {} },
            RegexString: callbackPathPattern({ paths: Object.keys(callbackPaths), stage: 'prod' }),
            TextTransformations: AS_SENT,
          },
        },
      ],
    },
  };

  it('limits an address by WAF_RATE_LIMIT, and its callbacks by a higher limit of their own', () => {
    expect(rate).toMatchObject({
      Name: 'RateByAddress',
      Action: { Block: {} },
      Statement: {
        RateBasedStatement: {
          AggregateKeyType: 'IP',
          Limit: 5_000,
          ScopeDownStatement: { NotStatement: { Statement: isCallback } },
        },
      },
    });
    expect(callbackRate).toMatchObject({
      Name: 'CallbackRateByAddress',
      Statement: { RateBasedStatement: { Limit: 90_000, ScopeDownStatement: isCallback } },
    });
  });

  it('answers too many callbacks with 503, because a 4xx destroys a mail', () => {
    expect(callbackRate?.Action).toEqual({
      Block: {
        CustomResponse: { ResponseCode: 503, ResponseHeaders: [{ Name: 'Retry-After', Value: '60' }] },
      },
    });
  });

  it('never looks into a callback', () => {
    expect(addresses?.Name).toBe('AWSManagedRulesAmazonIpReputationList');
    expect(inputs).toMatchObject({
      Name: 'AWSManagedRulesKnownBadInputsRuleSet',
      Statement: {
        ManagedRuleGroupStatement: { ScopeDownStatement: { NotStatement: { Statement: isCallback } } },
      },
    });
  });

  it('takes no samples, which would show API keys, and no metric name that AWS reserves', () => {
    const [acl] = Object.values(propertiesOf(templateOf('everything'), 'AWS::WAFv2::WebACL'));
    const text = JSON.stringify(acl);

    expect(text).not.toContain('"SampledRequestsEnabled":true');
    expect(text).not.toMatch(/"MetricName":"(all|default_action)"/i);
  });

  it('knows the hooks API without a domain of its own by the name that API Gateway gives it', () => {
    expect(JSON.stringify(rulesOf('waf'))).toMatch(/"SearchString":\{"Fn::Select":\[2,.*HooksApi/);
  });

  it('has as many rules as docs/cost.md counts', () => {
    const [acl] = Object.values(propertiesOf(templateOf('everything'), 'AWS::WAFv2::WebACL'));
    expect(acl?.Rules).toHaveLength(WEB_ACL_RULES);
  });
});

describe('the pattern of callback paths', () => {
  const pattern = new RegExp(callbackPathPattern({ paths: Object.keys(callbackPaths), stage: 'prod' }));

  it.each(['/sms', '/prod/sms', '/whatsapp', '/email', '/prod/email/s3cret', '/webhooks/resend'])(
    'takes %s',
    (path) => {
      expect(path).toMatch(pattern);
    },
  );

  it.each([
    '/v1/messages/sms',
    '/v1/email/x',
    '/email/',
    '/email/a/b',
    '/dev/sms',
    '/sms/',
    '/smsx',
    '/webhooks/health',
    '/prod/webhooks/health',
  ])('does not take %s', (path) => {
    expect(path).not.toMatch(pattern);
  });
});
