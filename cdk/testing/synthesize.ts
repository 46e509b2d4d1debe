import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

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

const SCRIPT = fileURLToPath(new URL('print-templates.ts', import.meta.url));
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/**
 * The stack's templates for these settings, which are asked for by name. In a Node of its own, which loads CDK in a
 * third of the time that jest needs.
 */
export function synthesize(variants: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  const printed = execFileSync(process.execPath, [SCRIPT, JSON.stringify(variants)], {
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  const templates = z.record(z.string(), templateSchema).parse(JSON.parse(printed));
  return (name: string): Template => {
    const template = templates[name];
    if (template === undefined) throw new RangeError(`No settings were given for "${name}".`);
    return template;
  };
}

/** `TablesEventsE8DD42EA` → `TablesEvents`: what a reader of the code would call a resource. */
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
