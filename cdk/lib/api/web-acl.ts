import { Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/**
 * Rules of AWS that look at where a request comes from and for known attacks. Not the common rule set: it refuses
 * bodies over 8 KiB and whatever looks like HTML, and mails are both.
 */
const MANAGED_RULES = ['AWSManagedRulesAmazonIpReputationList', 'AWSManagedRulesKnownBadInputsRuleSet'];

export type WebAclProps = {
  /** By name. */
  readonly apis: Readonly<Record<string, RestApi>>;
  /** In five minutes, from one address. */
  readonly rateLimit: number;
  /** Paths that are not counted: a provider's few addresses carry everybody's messages. */
  readonly uncountedPaths: readonly string[];
};

/** A web ACL in front of the APIs. */
export class WebAcl extends Construct {
  constructor(scope: Construct, id: string, { apis, rateLimit, uncountedPaths }: WebAclProps) {
    super(scope, id);
    const webAcl = new CfnWebACL(this, 'WebAcl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('all'),
      rules: [
        ...MANAGED_RULES.map(
          (name, priority): CfnWebACL.RuleProperty => ({
            name,
            priority,
            statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
            overrideAction: { none: {} },
            visibilityConfig: visibility(name),
          }),
        ),
        {
          name: 'RateByAddress',
          priority: MANAGED_RULES.length,
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              limit: rateLimit,
              scopeDownStatement: { notStatement: { statement: pathIsOneOf(uncountedPaths) } },
            },
          },
          action: { block: {} },
          visibilityConfig: visibility('RateByAddress'),
        },
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

/** The web ACL sees the path as it was sent, on API Gateway's own domain with the stage before it. */
function pathIsOneOf(paths: readonly string[]): CfnWebACL.StatementProperty {
  return {
    orStatement: {
      statements: paths.map((path) => {
        const [beginning = path, ...parameters] = path.split('{');
        return {
          byteMatchStatement: {
            fieldToMatch: { uriPath: {} },
            positionalConstraint: parameters.length === 0 ? 'ENDS_WITH' : 'CONTAINS',
            searchString: beginning,
            textTransformations: [{ priority: 0, type: 'NONE' }],
          },
        };
      }),
    },
  };
}

const stageArn = (api: RestApi): string =>
  Stack.of(api).formatArn({
    service: 'apigateway',
    account: '',
    resource: `/restapis/${api.restApiId}/stages`,
    resourceName: api.deploymentStage.stageName,
  });
