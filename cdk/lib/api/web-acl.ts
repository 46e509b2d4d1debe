import { Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/**
 * Rules of AWS that look at where a request comes from and for known attacks. Not the common rule set: it refuses
 * bodies over 8 KiB and whatever looks like HTML, and mails are both.
 */
const ADDRESS_RULES = 'AWSManagedRulesAmazonIpReputationList';
/** Reads bodies, so not those of callbacks: a mail may quote an attack, and one that is refused is lost. */
const BODY_RULES = 'AWSManagedRulesKnownBadInputsRuleSet';

export type WebAclProps = {
  /** By name. */
  readonly apis: Readonly<Record<string, RestApi>>;
  /** In five minutes, from one address. */
  readonly rateLimit: number;
  readonly callbacks: Callbacks;
};

/** What providers send, told apart because their few addresses carry everybody's messages, which may say anything. */
type Callbacks = {
  /** Of the API that takes them; all others' requests of the same path are no callbacks. */
  readonly hosts: readonly string[];
  /** As API Gateway has them, without the stage. */
  readonly paths: readonly string[];
  readonly stage: string;
  /** In five minutes, from one address. */
  readonly rateLimit: number;
};

/** A web ACL in front of the APIs. */
export class WebAcl extends Construct {
  constructor(scope: Construct, id: string, { apis, rateLimit, callbacks }: WebAclProps) {
    super(scope, id);
    const isCallback = matchCallbacks(callbacks);
    const isOther: CfnWebACL.StatementProperty = { notStatement: { statement: isCallback } };
    const webAcl = new CfnWebACL(this, 'WebAcl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('WebAcl'),
      rules: [
        managed(ADDRESS_RULES, 0),
        managed(BODY_RULES, 1, isOther),
        rate('RateByAddress', 2, rateLimit, isOther, {}),
        // Not 403: SendGrid would drop the mail.
        rate('CallbackRateByAddress', 3, callbacks.rateLimit, isCallback, {
          customResponse: { responseCode: 503, responseHeaders: [{ name: 'Retry-After', value: '60' }] },
        }),
      ],
    });
    for (const [name, api] of Object.entries(apis)) {
      new CfnWebACLAssociation(this, `${name}Association`, {
        resourceArn: stageArn(api),
        webAclArn: webAcl.attrArn,
      });
    }
  }
}

/** Without sampled requests: those show headers, API keys included. */
const visibility = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});

const managed = (
  name: string,
  priority: number,
  scopeDownStatement?: CfnWebACL.StatementProperty,
): CfnWebACL.RuleProperty => ({
  name,
  priority,
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ...(scopeDownStatement === undefined ? {} : { scopeDownStatement }),
    },
  },
  overrideAction: { none: {} },
  visibilityConfig: visibility(name),
});

const rate = (
  name: string,
  priority: number,
  limit: number,
  scopeDownStatement: CfnWebACL.StatementProperty,
  block: CfnWebACL.BlockActionProperty,
): CfnWebACL.RuleProperty => ({
  name,
  priority,
  statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit, scopeDownStatement } },
  action: { block },
  visibilityConfig: visibility(name),
});

/** The web ACL sees the path as it was sent, on API Gateway's own domain with the stage before it. */
export function callbackPathPattern({ paths, stage }: Pick<Callbacks, 'paths' | 'stage'>): string {
  const alternatives = paths.map((path) => path.replace(/\{\w+\}/g, '[^/]+'));
  return `^(/${stage})?(${alternatives.join('|')})$`;
}

const matchCallbacks = (callbacks: Callbacks): CfnWebACL.StatementProperty => ({
  andStatement: {
    statements: [
      exactly({ method: {} }, 'POST'),
      anyOf(callbacks.hosts.map((host) => exactly({ singleHeader: { Name: 'host' } }, host))),
      {
        regexMatchStatement: {
          fieldToMatch: { uriPath: {} },
          regexString: callbackPathPattern(callbacks),
          textTransformations: AS_SENT,
        },
      },
    ],
  },
});

const AS_SENT = [{ priority: 0, type: 'NONE' }];

const exactly = (
  fieldToMatch: CfnWebACL.FieldToMatchProperty,
  searchString: string,
): CfnWebACL.StatementProperty => ({
  byteMatchStatement: {
    fieldToMatch,
    positionalConstraint: 'EXACTLY',
    searchString,
    textTransformations: AS_SENT,
  },
});

/** An OR needs two statements. */
function anyOf(statements: readonly CfnWebACL.StatementProperty[]): CfnWebACL.StatementProperty {
  const [only, ...more] = statements;
  return only !== undefined && more.length === 0 ? only : { orStatement: { statements: [...statements] } };
}

const stageArn = (api: RestApi): string =>
  Stack.of(api).formatArn({
    service: 'apigateway',
    account: '',
    resource: `/restapis/${api.restApiId}/stages`,
    resourceName: api.deploymentStage.stageName,
  });
