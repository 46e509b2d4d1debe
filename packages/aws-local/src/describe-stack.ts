import type { ListeningApi } from './apigateway/listen-apis.ts';
import type { Functions } from './lambda/create-functions.ts';
import type { LocalStack } from './local-stack.ts';
import type { Stack, StackResource } from './template/load-stack.ts';

/** Names and addresses of what runs. */
export function describeStack(
  stackName: string,
  stack: Stack,
  given: {
    readonly region: string;
    readonly outputs: Readonly<Record<string, string>>;
    readonly awsUrl: string;
    readonly accessKeyId: string;
    readonly functions: Functions;
    readonly apis: readonly ListeningApi[];
  },
): Omit<LocalStack, 'unsupported' | 'invoke' | 'fire' | 'permissionReport' | 'stop'> {
  const { region, outputs, awsUrl, accessKeyId, functions, apis } = given;
  const byLogicalId = <T>(type: string, describe: (resource: StackResource) => T): Record<string, T> =>
    Object.fromEntries(stack.ofType(type).map((resource) => [resource.logicalId, describe(resource)]));
  return {
    stackName,
    region,
    outputs,
    accessKeyId,
    lambdaEndpoint: awsUrl,
    dynamodbEndpoint: awsUrl,
    sqsEndpoint: awsUrl,
    secretsManagerEndpoint: awsUrl,
    functions: Object.fromEntries(
      functions.all.map(({ definition, shortName }) => {
        const { logicalId, name, arn, codeDirectory, handler, environment } = definition;
        return [logicalId, { name, arn, shortName, codeDirectory, handler, environment }];
      }),
    ),
    queues: byLogicalId('AWS::SQS::Queue', ({ identity }) => ({
      name: identity.name,
      arn: identity.attributes.Arn ?? '',
      url: identity.ref,
    })),
    tables: byLogicalId('AWS::DynamoDB::Table', ({ identity }) => ({
      name: identity.name,
      arn: identity.attributes.Arn ?? '',
    })),
    secrets: byLogicalId('AWS::SecretsManager::Secret', ({ identity }) => ({
      name: identity.name,
      arn: identity.ref,
    })),
    apis: Object.fromEntries(
      apis.map(({ resource, server: { url, port } }) => [
        resource.logicalId,
        { id: resource.identity.ref, url, port },
      ]),
    ),
  };
}
