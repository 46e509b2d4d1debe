import { asList } from '../json.ts';
import { classifyResource } from './classify-resource.ts';
import type { Stack, StackResource } from './load-stack.ts';

/** Properties of resources that do run, which have an effect on AWS and none here. */
const IGNORED_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::Lambda::Function': ['Layers', 'VpcConfig', 'FileSystemConfigs', 'DeadLetterConfig', 'ImageConfig'],
  'AWS::DynamoDB::Table': ['StreamSpecification', 'KinesisStreamSpecification', 'ImportSourceSpecification'],
  'AWS::SecretsManager::Secret': ['ReplicaRegions'],
};

/** Resources of the template that do not run here, each with the reason: none is left out in silence. */
export const listUnsupported = (stack: Stack): string[] =>
  stack.resources.flatMap((resource) => {
    if (classifyResource(resource) === 'unsupported') return [`${resource.logicalId} (${resource.type})`];
    const ignored = (IGNORED_PROPERTIES[resource.type] ?? []).filter(
      (name) => resource.properties()[name] !== undefined,
    );
    const dynamic = JSON.stringify(resource.properties()).match(/\{\{resolve:[^}]+\}\}/g) ?? [];
    const inert = [...ignored, ...dynamic].map((what) => `${resource.logicalId} (${resource.type}): ${what}`);
    return [...inert, ...queuePolicy(resource), ...subscription(resource)];
  });

/** Nobody hears here of what is published; a program that waits for it would wait for ever. */
function subscription(resource: StackResource): string[] {
  const { Protocol } = resource.properties();
  return resource.type === 'AWS::SNS::Subscription' && /^(sqs|lambda|firehose)$/.test(String(Protocol))
    ? [`${resource.logicalId} (${resource.type}): Protocol ${Protocol}`]
    : [];
}

/** Queue policies are not evaluated, which is right only for the refusal of plain HTTP. */
function queuePolicy(resource: StackResource): string[] {
  if (resource.type !== 'AWS::SQS::QueuePolicy') return [];
  const document = JSON.stringify(resource.properties().PolicyDocument);
  const { Statement } = JSON.parse(document);
  const others = asList(Statement).filter(
    (statement) => !JSON.stringify(statement).includes('aws:SecureTransport'),
  );
  return others.length > 0
    ? [`${resource.logicalId} (${resource.type}): statements other than the refusal of plain HTTP`]
    : [];
}
