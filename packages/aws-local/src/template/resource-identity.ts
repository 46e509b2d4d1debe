import { createHash } from 'node:crypto';
import type { TemplateResource } from './assembly-schema.ts';

/** The account number of the local world; dynalite, fauxqs and most other emulators use the same one. */
export const ACCOUNT_ID = '000000000000';

export type IdentityContext = {
  readonly stackName: string;
  readonly region: string;
  /** Where functions reach SQS; queue URLs are made under it. */
  readonly awsUrl: string;
};

/** What CloudFormation would answer for a resource: `Ref`, and `Fn::GetAtt` by attribute. */
export type ResourceIdentity = {
  readonly name: string;
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
};

/** Lower-case letters and digits that stay the same from run to run. */
export const stableId = (seed: string, length: number): string =>
  BigInt(`0x${createHash('sha256').update(seed).digest('hex')}`)
    .toString(36)
    .slice(0, length);

/**
 * @param given the name that the template gives, if it gives one
 * @param resolvedProperties the resource's properties with their references resolved
 */
export function identifyResource(
  logicalId: string,
  resource: TemplateResource,
  property: (name: string) => string | undefined,
  context: IdentityContext,
): ResourceIdentity {
  const { stackName, region, awsUrl } = context;
  const generated = (limit: number): string => {
    const name = `${stackName}-${logicalId}`;
    return name.length <= limit ? name : `${name.slice(0, limit - 9)}-${stableId(name, 8)}`;
  };
  const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${ACCOUNT_ID}:${rest}`;
  const id = stableId(`${stackName}/${logicalId}`, 10);

  switch (resource.Type) {
    case 'AWS::DynamoDB::Table': {
      const name = property('TableName') ?? generated(255);
      return { name, ref: name, attributes: { Arn: arn('dynamodb', `table/${name}`) } };
    }
    case 'AWS::SQS::Queue': {
      const name = property('QueueName') ?? generated(80);
      const url = `${awsUrl}/${ACCOUNT_ID}/${name}`;
      return { name, ref: url, attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl: url } };
    }
    case 'AWS::Lambda::Function': {
      const name = property('FunctionName') ?? generated(64);
      return { name, ref: name, attributes: { Arn: arn('lambda', `function:${name}`) } };
    }
    case 'AWS::Lambda::Alias':
    case 'AWS::Lambda::Version': {
      const functionName = property('FunctionName') ?? '';
      const qualifier = property('Name') ?? '1';
      const ref = functionName.startsWith('arn:')
        ? `${functionName}:${qualifier}`
        : arn('lambda', `function:${functionName}:${qualifier}`);
      return { name: qualifier, ref, attributes: { Version: qualifier, FunctionArn: ref, AliasArn: ref } };
    }
    case 'AWS::SecretsManager::Secret': {
      const name = property('Name') ?? generated(255);
      const secretArn = arn('secretsmanager', `secret:${name}-${stableId(name, 6)}`);
      return { name, ref: secretArn, attributes: { Id: secretArn, Arn: secretArn } };
    }
    case 'AWS::IAM::Role': {
      const name = property('RoleName') ?? generated(64);
      const roleArn = `arn:aws:iam::${ACCOUNT_ID}:role/${name}`;
      return { name, ref: name, attributes: { Arn: roleArn, RoleId: `AROA${id.toUpperCase()}` } };
    }
    case 'AWS::ApiGateway::RestApi':
      return {
        name: property('Name') ?? id,
        ref: id,
        attributes: { RestApiId: id, RootResourceId: `${id}-root` },
      };
    case 'AWS::ApiGateway::Stage':
      return { name: property('StageName') ?? id, ref: property('StageName') ?? id, attributes: {} };
    case 'AWS::ApiGateway::ApiKey':
    case 'AWS::ApiGateway::Resource':
    case 'AWS::ApiGateway::UsagePlan':
    case 'AWS::ApiGateway::UsagePlanKey':
      return { name: id, ref: id, attributes: { APIKeyId: id, ResourceId: id, Id: id } };
    case 'AWS::ApiGateway::Authorizer':
      return { name: property('Name') ?? id, ref: id, attributes: { AuthorizerId: id } };
    case 'AWS::ApiGateway::DomainName': {
      const name = property('DomainName') ?? id;
      const target = `d-${id}.execute-api.${region}.amazonaws.com`;
      return {
        name,
        ref: name,
        attributes: {
          RegionalDomainName: target,
          RegionalHostedZoneId: `Z${id.toUpperCase()}`,
          DistributionDomainName: target,
          DistributionHostedZoneId: `Z${id.toUpperCase()}`,
          DomainNameArn: arn('apigateway', `/domainnames/${name}`),
        },
      };
    }
    case 'AWS::Logs::LogGroup': {
      const name = property('LogGroupName') ?? generated(512);
      return { name, ref: name, attributes: { Arn: arn('logs', `log-group:${name}:*`) } };
    }
    case 'AWS::SNS::Topic': {
      const name = property('TopicName') ?? generated(256);
      const topicArn = arn('sns', name);
      return { name, ref: topicArn, attributes: { TopicArn: topicArn, TopicName: name } };
    }
    case 'AWS::Events::Rule': {
      const name = property('Name') ?? generated(64);
      return { name, ref: name, attributes: { Arn: arn('events', `rule/${name}`) } };
    }
    case 'AWS::CloudWatch::Alarm': {
      const name = property('AlarmName') ?? generated(255);
      return { name, ref: name, attributes: { Arn: arn('cloudwatch', `alarm:${name}`) } };
    }
    case 'AWS::CertificateManager::Certificate': {
      const certificateArn = arn('acm', `certificate/${id}`);
      return { name: id, ref: certificateArn, attributes: { Arn: certificateArn } };
    }
    default: {
      const name = generated(255);
      const service = resource.Type.split('::')[1]?.toLowerCase() ?? 'unknown';
      return { name, ref: name, attributes: { Arn: arn(service, name) } };
    }
  }
}
