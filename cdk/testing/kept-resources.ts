type Resource = {
  readonly Type: string;
  readonly DeletionPolicy?: unknown;
  readonly Properties?: Readonly<Record<string, unknown>> | undefined;
};

/**
 * What must not be replaced or deleted by accident: it holds data, or somebody knows its address or its name. With the
 * properties whose change makes CloudFormation replace it, or makes a new secret value.
 */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::Table': ['TableName', 'KeySchema'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
  'AWS::SecretsManager::Secret': ['Name', 'GenerateSecretString'],
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'MultiRegion'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::SNS::Topic': ['TopicName', 'FifoTopic'],
  'AWS::SNS::Subscription': ['TopicArn', 'Protocol', 'Endpoint'],
  'AWS::Lambda::Function': ['FunctionName'],
  'AWS::ApiGateway::RestApi': [],
  'AWS::ApiGateway::Stage': ['RestApiId', 'StageName'],
  'AWS::ApiGateway::DomainName': ['DomainName'],
  'AWS::ApiGateway::BasePathMapping': ['DomainName', 'BasePath'],
  'AWS::CertificateManager::Certificate': ['DomainName', 'DomainValidationOptions', 'ValidationMethod'],
  'AWS::Route53::RecordSet': ['HostedZoneId', 'Name', 'Type'],
};

export const isKept = (type: string | undefined): boolean => type !== undefined && type in KEPT;

/** A line for each resource that is kept: type, logical id, what becomes of it with the stack, those properties. */
export const keptResources = (resources: Readonly<Record<string, Resource>>): string[] =>
  Object.entries(resources)
    .filter(([, { Type }]) => isKept(Type))
    .map(([id, { Type, DeletionPolicy = 'Delete', Properties = {} }]) => {
      const properties = (KEPT[Type] ?? [])
        .filter((name) => name in Properties)
        .map((name) => `${name}=${JSON.stringify(Properties[name])}`);
      return [Type, id, DeletionPolicy, ...properties].join(' ');
    })
    .sort();
