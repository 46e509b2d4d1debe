import type { IncomingHttpHeaders } from 'node:http';
import { asList, asString, isObject, type JsonObject } from '../json.ts';
import { ACCOUNT_ID } from '../template/resource-identity.ts';
import { namedByUpdate } from './named-by-update.ts';

export type Service = 'dynamodb' | 'sqs' | 'secretsmanager' | 'sns';

/** One permission that a call needs. */
export type NeededPermission = {
  readonly action: string;
  readonly resource: string;
  /** `dynamodb:LeadingKeys`: the partition keys that an item operation touches. */
  readonly leadingKeys?: readonly string[];
  /** `dynamodb:Attributes`: the top-level attributes that an update names. */
  readonly attributes?: readonly string[];
  /** What a refusal calls it, where the service uses other words. */
  readonly inRefusal?: { readonly action?: string; readonly resource?: string };
};

export type AwsCall = {
  readonly service: Service;
  readonly operation: string;
};

/** How a service names its calls, and its media type. */
export const protocolOf = (service: Service) => PROTOCOLS[service];

const PROTOCOLS = {
  dynamodb: { targetPrefix: 'DynamoDB_20120810', contentType: 'application/x-amz-json-1.0' },
  sqs: { targetPrefix: 'AmazonSQS', contentType: 'application/x-amz-json-1.0' },
  secretsmanager: { targetPrefix: 'secretsmanager', contentType: 'application/x-amz-json-1.1' },
  // Of the query protocol, which names no target.
  sns: { targetPrefix: '', contentType: 'text/xml' },
} as const satisfies Record<Service, object>;

/** Service and operation of a call in one of AWS' JSON protocols. */
export function identifyCall(headers: IncomingHttpHeaders): AwsCall | undefined {
  const [prefix = '', operation = ''] = String(headers['x-amz-target'] ?? '').split('.');
  if (prefix.startsWith('DynamoDB_')) return { service: 'dynamodb', operation };
  if (prefix === 'AmazonSQS') return { service: 'sqs', operation };
  if (prefix === 'secretsmanager') return { service: 'secretsmanager', operation };
  return undefined;
}

/** The access key id in a SigV4 `Authorization` header: who calls. Signatures are not checked here. */
export const accessKeyIdOf = (headers: IncomingHttpHeaders): string | undefined =>
  /Credential=([^/,\s]+)\//.exec(headers.authorization ?? '')?.[1];

export type ResourceNames = {
  readonly region: string;
  /** ARN of a secret by its name, ARN or partial ARN. */
  readonly secretArn: (secretId: string) => string | undefined;
  /** Attribute that is a table's partition key. */
  readonly partitionKey: (tableName: string) => string | undefined;
};

/** What the caller's policies must allow for the call to be made. */
export function neededPermissions(call: AwsCall, body: JsonObject, names: ResourceNames): NeededPermission[] {
  switch (call.service) {
    case 'dynamodb':
      return dynamodbPermissions(call.operation, body, names);
    case 'sqs': {
      // SQS has no permission of its own for the batch form of an action.
      const action = `sqs:${call.operation.replace(/^(SendMessage|DeleteMessage|ChangeMessageVisibility)Batch$/, '$1')}`;
      const name = asString(body.QueueUrl)?.split('/').at(-1) ?? asString(body.QueueName) ?? '*';
      const resource = `arn:aws:sqs:${names.region}:${ACCOUNT_ID}:${name}`;
      return [{ action, resource, inRefusal: { action: action.toLowerCase() } }];
    }
    case 'sns': {
      const action = `sns:${call.operation.replace(/^PublishBatch$/, 'Publish')}`;
      return [{ action, resource: asString(body.TopicArn) ?? '*' }];
    }
    case 'secretsmanager': {
      const id = asString(body.SecretId) ?? asString(body.Name);
      const arn = id && (names.secretArn(id) ?? (id.startsWith('arn:') ? id : undefined));
      const unknown = `arn:aws:secretsmanager:${names.region}:${ACCOUNT_ID}:secret:${id}`;
      const action = `secretsmanager:${call.operation}`;
      // The name or ARN as it was asked for.
      return [
        id ? { action, resource: arn ?? unknown, inRefusal: { resource: id } } : { action, resource: '*' },
      ];
    }
  }
}

const TRANSACTION_ACTIONS: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

function dynamodbPermissions(
  operation: string,
  body: JsonObject,
  { region, partitionKey }: ResourceNames,
): NeededPermission[] {
  const table = (name: unknown): string => {
    const text = String(name);
    return text.startsWith('arn:') ? text : `arn:aws:dynamodb:${region}:${ACCOUNT_ID}:table/${text}`;
  };
  const action = `dynamodb:${operation}`;

  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    return Object.entries(isObject(body.RequestItems) ? body.RequestItems : {}).map(([name, request]) => ({
      action,
      resource: table(name),
      ...leadingKeys(partitionKey(name), batchItems(request)),
    }));
  }
  if (operation === 'TransactGetItems' || operation === 'TransactWriteItems') {
    return asList(body.TransactItems).flatMap((item) =>
      Object.entries(isObject(item) ? item : {}).map(([kind, part]) => ({
        action: `dynamodb:${TRANSACTION_ACTIONS[kind] ?? kind}`,
        resource: table(isObject(part) ? part.TableName : undefined),
      })),
    );
  }
  if (body.TableName === undefined) {
    return [{ action, resource: asString(body.ResourceArn) ?? '*' }];
  }
  const index = body.IndexName === undefined ? '' : `/index/${String(body.IndexName)}`;
  const touched = leadingKeys(partitionKey(String(body.TableName)), [body.Key, body.Item]);
  const attributes = operation === 'UpdateItem' ? { attributes: namedByUpdate(body) } : {};
  return [{ action, resource: `${table(body.TableName)}${index}`, ...touched, ...attributes }];
}

/** Keys and items of one table's part of a batch. */
const batchItems = (request: unknown): readonly unknown[] =>
  isObject(request)
    ? asList(request.Keys)
    : asList(request).flatMap((write) =>
        Object.values(isObject(write) ? write : {}).flatMap((part) =>
          isObject(part) ? [part.Key, part.Item] : [],
        ),
      );

/** Nothing for a Query: its key is inside an expression, so a condition on it can not be judged and refuses. */
function leadingKeys(
  attribute: string | undefined,
  items: readonly unknown[],
): Pick<NeededPermission, 'leadingKeys'> {
  if (attribute === undefined) return {};
  const values = items.flatMap((item) => {
    const value = isObject(item) ? item[attribute] : undefined;
    return isObject(value) ? Object.values(value).map(String) : [];
  });
  return values.length === 0 ? {} : { leadingKeys: values };
}
