import * as z from 'zod';

const resourceSchema = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
});
export const templateSchema = z.looseObject({ Resources: z.record(z.string(), resourceSchema) });
export type Template = z.infer<typeof templateSchema>;

/** moto's CloudFormation passes over these, and what refers to one of them then fails. */
const UNKNOWN_TO_MOTO: ReadonlySet<string> = new Set([
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::SecretsManager::Secret',
]);

export type Adapted = {
  readonly template: Template;
  /** Each says what was changed and why, for whoever reads the output. */
  readonly changes: readonly string[];
};

/**
 * The template as moto's CloudFormation can take it. Only what it cannot read is changed: resources of types that it
 * does not know go, a reference to a secret becomes the ARN of one that was made beforehand, the method of a MOCK
 * integration, which AWS does not ask for, is named, and a parameter goes whose default moto forgets at an update: that
 * of the bootstrap's version, which is only checked.
 *
 * @param secretArns ARNs by the logical id of the secret that they stand for
 */
export function adaptForMoto(template: Template, secretArns: Readonly<Record<string, string>>): Adapted {
  const counts = new Map<string, number>();
  const noteOf = (note: string) => counts.set(note, (counts.get(note) ?? 0) + 1);
  const kept = Object.entries(template.Resources).filter(([, { Type }]) => {
    if (UNKNOWN_TO_MOTO.has(Type)) noteOf(`${Type} left out`);
    return !UNKNOWN_TO_MOTO.has(Type);
  });
  const names = new Set(kept.map(([name]) => name));
  const resources = kept.map(([name, { DependsOn, ...resource }]) => {
    if (isMock(resource.Properties)) noteOf('method of a MOCK integration named');
    const dependsOn = [DependsOn ?? []].flat().filter((other) => names.has(other));
    return [
      name,
      {
        ...resource,
        Properties: isMock(resource.Properties) ? withMethod(resource.Properties) : resource.Properties,
        ...(dependsOn.length > 0 ? { DependsOn: dependsOn } : {}),
      },
    ] as const;
  });
  const { Parameters: _, Rules: __, ...others } = template;
  if ('Parameters' in template) noteOf("check of the bootstrap's version left out");
  const adapted = replaceRefs({ ...others, Resources: Object.fromEntries(resources) }, secretArns);
  return {
    template: templateSchema.parse(adapted),
    changes: [...counts].map(([note, count]) => `${note} (${count})`),
  };
}

const integrationSchema = z.looseObject({ Integration: z.looseObject({ Type: z.literal('MOCK') }) });

const isMock = (properties: unknown): boolean => integrationSchema.safeParse(properties).success;

function withMethod(properties: Record<string, unknown>): Record<string, unknown> {
  const { Integration, ...others } = integrationSchema.parse(properties);
  return { ...others, Integration: { IntegrationHttpMethod: 'OPTIONS', Uri: '', ...Integration } };
}

function replaceRefs(value: unknown, arns: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(value)) return value.map((element) => replaceRefs(element, arns));
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value && typeof value.Ref === 'string' && Object.hasOwn(arns, value.Ref))
    return arns[value.Ref];
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replaceRefs(inner, arns)]));
}

/** The logical ids of the secrets, which moto's CloudFormation would not make. */
export const secretsOf = ({ Resources }: Template): string[] =>
  Object.entries(Resources).flatMap(([name, { Type }]) =>
    Type === 'AWS::SecretsManager::Secret' ? [name] : [],
  );
