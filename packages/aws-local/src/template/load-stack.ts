import { asString } from '../json.ts';
import type { Template, TemplateResource } from './assembly-schema.ts';
import { classifyResource } from './classify-resource.ts';
import { createResolver, NO_VALUE, type Resolver } from './resolve.ts';
import {
  ACCOUNT_ID,
  type IdentityContext,
  identifyResource,
  type ResourceIdentity,
  stableId,
} from './resource-identity.ts';

export type StackResource = {
  readonly logicalId: string;
  readonly type: string;
  readonly identity: ResourceIdentity;
  /** Properties with every reference resolved. */
  readonly properties: () => Record<string, unknown>;
};

export type Stack = {
  readonly resources: readonly StackResource[];
  readonly ofType: (type: string) => readonly StackResource[];
  readonly outputs: () => Record<string, string>;
  readonly resolver: Resolver;
};

/** The template with names given to its resources, as CloudFormation would have after a deployment. */
export function loadStack(template: Template, context: IdentityContext): Stack {
  const identities = new Map<string, ResourceIdentity>();
  const exists = (resource: TemplateResource): boolean =>
    resource.Condition === undefined || resolver.condition(resource.Condition);

  const identity = (logicalId: string): ResourceIdentity | undefined => {
    const known = identities.get(logicalId);
    const resource = template.Resources[logicalId];
    if (known || !resource) return known;
    const property = (name: string): string | undefined => {
      const resolved = resolver.value(resource.Properties[name]);
      return resolved === NO_VALUE ? undefined : asString(resolved);
    };
    const made = identifyResource(logicalId, resource, property, context);
    identities.set(logicalId, made);
    return made;
  };

  const resolver = createResolver(template, {
    ref: (name) => pseudoParameter(name, context) ?? identity(name)?.ref ?? parameter(template, name),
    getAtt: (logicalId, attribute) => {
      const found = identity(logicalId);
      const resource = template.Resources[logicalId];
      if (!found || !resource) return undefined;
      // Nothing that runs reads an attribute of a resource that does not run; text in its place keeps names legible.
      const placeholder =
        classifyResource({ type: resource.Type }) === 'run' ? undefined : `${found.name}.${attribute}`;
      return found.attributes[attribute] ?? placeholder;
    },
  });

  const resources = Object.entries(template.Resources).flatMap(([logicalId, resource]): StackResource[] => {
    const found = exists(resource) && identity(logicalId);
    if (!found) return [];
    let resolved: Record<string, unknown> | undefined;
    const properties = () => {
      resolved ??= Object.fromEntries(
        Object.entries(resource.Properties)
          .map(([name, value]): [string, unknown] => [name, resolver.value(value)])
          .filter(([, value]) => value !== NO_VALUE),
      );
      return resolved;
    };
    return [{ logicalId, type: resource.Type, identity: found, properties }];
  });

  return {
    resources,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    outputs: () =>
      Object.fromEntries(
        Object.entries(template.Outputs)
          .filter(([, output]) => output.Condition === undefined || resolver.condition(output.Condition))
          .map(([key, output]) => [key, String(resolver.value(output.Value))]),
      ),
    resolver,
  };
}

function pseudoParameter(
  name: string,
  { region, stackName }: IdentityContext,
): string | string[] | undefined {
  switch (name) {
    case 'AWS::AccountId':
      return ACCOUNT_ID;
    case 'AWS::Region':
      return region;
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    case 'AWS::StackName':
      return stackName;
    case 'AWS::StackId':
      return `arn:aws:cloudformation:${region}:${ACCOUNT_ID}:stack/${stackName}/${stableId(stackName, 36)}`;
    case 'AWS::NotificationARNs':
      return [];
    default:
      return undefined;
  }
}

/** A parameter stands for its default: nobody is asked for values here, and Parameter Store is not read. */
const parameter = (template: Template, name: string): unknown => template.Parameters[name]?.Default;
