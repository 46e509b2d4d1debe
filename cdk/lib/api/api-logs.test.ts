import { describe, expect, it } from '@jest/globals';
import { methodSettingsOf, stagesOf } from '../../testing/api-stages.ts';
import { EVERYTHING_ON } from '../../testing/everything-on.ts';
import { arnOf } from '../../testing/references.ts';
import { propertiesOf, resourcesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({
  dev: {},
  prod: { STAGE: 'prod' },
  silent: { EXECUTION_LOG_LEVEL: 'OFF' },
  ownRole: { API_GATEWAY_LOG_ROLE: 'false' },
  everything: EVERYTHING_ON,
});

describe('the access log', () => {
  it('is one line of text a request', () => {
    for (const { AccessLogSetting } of stagesOf(templateOf('dev')))
      expect(AccessLogSetting.Format).toBe(
        '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId',
      );
  });

  it('is the same as JSON where that is asked for', () => {
    for (const { AccessLogSetting } of stagesOf(templateOf('everything')))
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
    expect(
      JSON.stringify(stagesOf(templateOf('dev')).map(({ AccessLogSetting }) => AccessLogSetting)),
    ).toMatch(/HooksAccessLog.*ReceiverApiRestAccessLog/s);
  });
});

describe('the execution log', () => {
  const levels = (variant: string) =>
    methodSettingsOf(templateOf(variant)).map(
      ({ HttpMethod, ResourcePath, LoggingLevel }) =>
        [`${HttpMethod} ${ResourcePath}`, LoggingLevel] as const,
    );

  it.each([
    ['dev', 'INFO'],
    ['prod', 'ERROR'],
    ['everything', 'INFO'],
    ['silent', 'OFF'],
  ])('has a level for the stage, or that of EXECUTION_LOG_LEVEL: %s', (variant, level) => {
    const found = levels(variant).filter(([method]) => !method.includes('{'));

    expect(found.length).toBeGreaterThan(5);
    expect(found.filter(([, each]) => each !== level)).toEqual([]);
  });

  it.each([
    ['dev', ['POST', 'OPTIONS']],
    // Without CORS_ORIGINS there are no preflights.
    ['prod', ['POST']],
    ['everything', ['POST', 'OPTIONS']],
  ])('never has a path that holds a secret: %s', (variant, methods) => {
    const secret = methodSettingsOf(templateOf(variant)).filter(({ ResourcePath }) =>
      ResourcePath.includes('{'),
    );

    expect(secret.map(({ HttpMethod, ResourcePath }) => `${HttpMethod} ${ResourcePath}`)).toEqual(
      methods.map((method) => `${method} /~1email~1{segment}`),
    );
    for (const each of secret) expect(each).toMatchObject({ LoggingLevel: 'OFF', DataTraceEnabled: false });
  });

  it('holds requests and answers outside production only: people’s messages are in them', () => {
    const traced = (variant: string) =>
      methodSettingsOf(templateOf(variant)).flatMap(({ ResourcePath, DataTraceEnabled }) =>
        ResourcePath.includes('{') ? [] : [DataTraceEnabled],
      );

    expect(new Set(traced('dev'))).toEqual(new Set([true]));
    for (const variant of ['prod', 'everything', 'silent'])
      expect(new Set(traced(variant))).toEqual(new Set([false]));
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

    expect(account).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { CloudWatchRoleArn: arnOf('ApiLogsRole') },
    });
    expect(role).toMatchObject({ DeletionPolicy: 'Retain' });
    expect(JSON.stringify(role?.Properties.ManagedPolicyArns)).toContain(
      ':iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs',
    );
    for (const stage of Object.values(resourcesOf(template, 'AWS::ApiGateway::Stage')))
      expect(JSON.stringify(stage.DependsOn)).toContain('ApiLogsAccount');
  });

  it('is left alone where the account has one', () => {
    const template = templateOf('ownRole');

    expect(resourcesOf(template, 'AWS::ApiGateway::Account')).toEqual({});
    expect(resourcesOf(template, 'AWS::IAM::Role')).not.toHaveProperty('ApiLogsRole');
  });
});
