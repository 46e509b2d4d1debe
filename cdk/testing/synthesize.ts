import * as z from 'zod';
import { TEMPLATES_URL, type TemplateRequest } from './template-messages.ts';

const resourceSchema = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
const templateSchema = z.looseObject({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown() })),
});
export type Template = z.infer<typeof templateSchema>;
export type Resource = z.infer<typeof resourceSchema>;

/** The stack's templates for these settings, which are asked for by name. */
export async function synthesize(variants: Readonly<Record<string, TemplateRequest['settings']>>) {
  const templates = new Map(
    await Promise.all(
      Object.entries(variants).map(
        async ([name, settings]) => [name, await askFor({ name, settings })] as const,
      ),
    ),
  );
  return (name: string): Template => {
    const template = templates.get(name);
    if (template === undefined) throw new RangeError(`No settings were given for "${name}".`);
    return template;
  };
}

async function askFor(request: TemplateRequest): Promise<Template> {
  const url = process.env[TEMPLATES_URL];
  if (url === undefined) throw new Error('Templates need the globalSetup of jest.config.ts.');
  const response = await fetch(url, {
    method: 'POST',
    body: JSON.stringify(request),
    // A connection of its own: a busy machine would use the last one just as the other side closes it.
    headers: { connection: 'close' },
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`No template for "${request.name}": ${answer}`);
  return templateSchema.parse(JSON.parse(answer));
}

/** The path of constructs without CDK's hash: `TablesEventsE8DD42EA` → `TablesEvents`. */
export const nameOf = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');

/** The resources of a type, by name. */
export function resourcesOf(template: Template, type: string): Record<string, Resource> {
  return Object.fromEntries(
    Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([logicalId, resource]) => [nameOf(logicalId), resource]),
  );
}

/** The properties of the resources of a type, by name. */
export function propertiesOf(template: Template, type: string): Record<string, Resource['Properties']> {
  return Object.fromEntries(
    Object.entries(resourcesOf(template, type)).map(([name, { Properties }]) => [name, Properties]),
  );
}
