import { describe, expect, it } from '@jest/globals';
import { callbackPaths, routes as callbackRoutes } from '@switchyard/webhook-handler/routes';
import * as z from 'zod';
import { WEB_ACL_RULES } from '../../../scripts/cost-of-month.ts';
import { EVERYTHING_ON } from '../../testing/everything-on.ts';
import { nameOf, propertiesOf, resourcesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({
  dev: {},
  prod: { STAGE: 'prod' },
  ownRole: { API_GATEWAY_LOG_ROLE: 'false' },
  everything: EVERYTHING_ON,
});

const stageSchema = z.object({
  AccessLogSetting: z.object({ Format: z.string(), DestinationArn: z.unknown() }),
  TracingEnabled: z.boolean(),
  MethodSettings: z.array(
    z.object({
      HttpMethod: z.string(),
      ResourcePath: z.string(),
      LoggingLevel: z.string(),
      DataTraceEnabled: z.boolean(),
      MetricsEnabled: z.boolean(),
      ThrottlingRateLimit: z.number(),
      ThrottlingBurstLimit: z.number(),
    }),
  ),
});
const stagesOf = (variant: string) =>
  Object.values(propertiesOf(templateOf(variant), 'AWS::ApiGateway::Stage')).map((stage) =>
    stageSchema.parse(stage),
  );
const settingsOf = (variant: string) => stagesOf(variant).flatMap(({ MethodSettings }) => MethodSettings);

describe('the access log', () => {
  it('is one line of text a request', () => {
    for (const { AccessLogSetting } of stagesOf('dev'))
      expect(AccessLogSetting.Format).toBe(
        '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId',
      );
  });

  it('is the same as JSON where that is asked for', () => {
    for (const { AccessLogSetting } of stagesOf('everything'))
      expect(JSON.parse(AccessLogSetting.Format)).toEqual({
        sourceIp: '$context.identity.sourceIp',
        caller: '$context.identity.caller',
        user: '$context.identity.user',
        requestTime: '$context.requestTime',
        httpMethod: '$context.httpMethod',
        resourcePath: '$context.resourcePath',
        protocol: '$context.protocol',
        status: '$context.status',
        responseLength: '$context.responseLength',
        requestId: '$context.requestId',
      });
  });

  it('has a group of its own for each API, kept as long as the functions’ logs', () => {
    const groups = propertiesOf(templateOf('dev'), 'AWS::Logs::LogGroup');

    for (const name of ['HooksAccessLog', 'ReceiverApiRestAccessLog'])
      expect(groups[name]).toEqual({ RetentionInDays: 30 });
    expect(JSON.stringify(stagesOf('dev').map(({ AccessLogSetting }) => AccessLogSetting))).toMatch(
      /HooksAccessLog.*ReceiverApiRestAccessLog/s,
    );
  });
});

describe('the execution log', () => {
  it.each(['dev', 'prod', 'everything'])('is at INFO, with metrics, for each method: %s', (variant) => {
    for (const settings of settingsOf(variant))
      expect(settings).toMatchObject({ LoggingLevel: 'INFO', MetricsEnabled: true });
  });

  it('holds requests and answers outside production only: people’s messages are in them', () => {
    expect(new Set(settingsOf('dev').map(({ DataTraceEnabled }) => DataTraceEnabled))).toEqual(
      new Set([true]),
    );
    expect(new Set(settingsOf('prod').map(({ DataTraceEnabled }) => DataTraceEnabled))).toEqual(
      new Set([false]),
    );
  });

  it('is in the group that API Gateway writes to, made before it would make it itself', () => {
    const template = templateOf('dev');
    const groups = propertiesOf(template, 'AWS::Logs::LogGroup');

    for (const [name, api] of [
      ['HooksExecutionLog', 'HooksApi'],
      ['ReceiverApiRestExecutionLog', 'ReceiverApiRestApi'],
    ]) {
      expect(groups[name ?? '']).toEqual({
        RetentionInDays: 30,
        LogGroupName: {
          'Fn::Join': [
            '',
            ['API-Gateway-Execution-Logs_', { Ref: expect.stringMatching(`^${api}[0-9A-F]{8}$`) }, '/dev'],
          ],
        },
      });
    }
    for (const stage of Object.values(resourcesOf(template, 'AWS::ApiGateway::Stage')))
      expect(JSON.stringify(stage.DependsOn)).toContain('ExecutionLog');
  });
});

describe('the role that API Gateway logs with', () => {
  it('is there before the stages, and stays for the other APIs of the account', () => {
    const template = templateOf('dev');
    const [account] = Object.values(resourcesOf(template, 'AWS::ApiGateway::Account'));
    const role = resourcesOf(template, 'AWS::IAM::Role').ApiLogsRole;

    expect(account).toMatchObject({ DeletionPolicy: 'Retain' });
    expect(role).toMatchObject({ DeletionPolicy: 'Retain' });
    for (const stage of Object.values(resourcesOf(template, 'AWS::ApiGateway::Stage')))
      expect(JSON.stringify(stage.DependsOn)).toContain('ApiLogsAccount');
  });

  it('is left alone where the account has one', () => {
    const template = templateOf('ownRole');

    expect(resourcesOf(template, 'AWS::ApiGateway::Account')).toEqual({});
    expect(resourcesOf(template, 'AWS::IAM::Role')).not.toHaveProperty('ApiLogsRole');
  });
});

describe('throttling', () => {
  const limits = ({ ThrottlingRateLimit, ThrottlingBurstLimit }: ReturnType<typeof settingsOf>[number]) => [
    ThrottlingRateLimit,
    ThrottlingBurstLimit,
  ];

  it.each([
    ['dev', [1_000, 500]],
    ['everything', [70, 30]],
  ])('is the stage’s for each method: %s', (variant, expected) => {
    const everyMethod = settingsOf(variant).filter(({ ResourcePath }) => ResourcePath === '/*');

    expect(everyMethod.map(limits)).toEqual([expected, expected]);
  });

  it.each([
    ['dev', [5_000, 2_500]],
    ['everything', [700, 300]],
  ])('has limits of its own for each route of the providers: %s', (variant, expected) => {
    const own = settingsOf(variant).filter(({ ResourcePath }) => ResourcePath !== '/*');

    expect(own.map(({ HttpMethod, ResourcePath }) => `${HttpMethod} ${ResourcePath}`)).toEqual(
      callbackRoutes.map(({ method, path }) => `${method} /${path.replaceAll('/', '~1')}`),
    );
    for (const settings of own) expect(limits(settings)).toEqual(expected);
  });
});

describe('tracing', () => {
  const functionModes = (variant: string) =>
    Object.values(propertiesOf(templateOf(variant), 'AWS::Lambda::Function')).map(
      ({ TracingConfig }) => TracingConfig,
    );

  it('is off unless it is asked for', () => {
    expect(stagesOf('dev').map(({ TracingEnabled }) => TracingEnabled)).toEqual([false, false]);
    expect(new Set(functionModes('dev'))).toEqual(new Set([undefined]));
  });

  it('is on for both APIs and every function where it is', () => {
    expect(stagesOf('everything').map(({ TracingEnabled }) => TracingEnabled)).toEqual([true, true]);
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

describe('TWILIO_SOURCE_RANGES', () => {
  const hooksPolicy = (variant: string) =>
    propertiesOf(templateOf(variant), 'AWS::ApiGateway::RestApi').HooksApi?.Policy;

  it('restricts nothing where it is empty', () => {
    expect(hooksPolicy('dev')).toBeUndefined();
  });

  it('keeps others than Twilio off the paths of Twilio, and nobody off any other', () => {
    const twilio = Object.entries(callbackPaths)
      .filter(([, route]) => ['whatsapp', 'sms', 'twilio-status'].includes(route))
      .map(([path]) => `execute-api:/*/POST${path}`);

    expect(hooksPolicy('everything')).toMatchObject({
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: 'execute-api:Invoke',
          Resource: 'execute-api:/*',
        },
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 'execute-api:Invoke',
          Resource: twilio.sort(),
          Condition: { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] } },
        },
      ],
    });
  });

  it('leaves the receiver open', () => {
    expect(
      propertiesOf(templateOf('everything'), 'AWS::ApiGateway::RestApi').ReceiverApiRestApi,
    ).not.toHaveProperty('Policy');
  });
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
  });

  it('limits an address by WAF_RATE_LIMIT, whose callbacks do not count, and never looks into a mail', () => {
    const [acl] = Object.values(propertiesOf(templateOf('everything'), 'AWS::WAFv2::WebACL'));
    const text = JSON.stringify(acl);

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
