import type * as z from 'zod';
import type { Settings } from './settings.ts';

type SettingsOf<Schema extends z.ZodObject> = keyof z.input<Schema> & keyof Settings;

/**
 * The settings among the variables of this configuration, as text. What is as the function's own schema has it anyway
 * is left out: an environment has 4 KB. The construct that makes the function adds the other variables; the type of
 * the environment says which.
 */
export function settingsFor<Schema extends z.ZodObject>(
  schema: Schema,
  settings: Settings,
): Partial<Record<SettingsOf<Schema>, string>> {
  const handedOn = Object.entries(settings).filter(([name, value]) => {
    const variable = schema.shape[name];
    return variable !== undefined && String(variable.safeParse(undefined).data) !== String(value);
  });
  // The type of Object.fromEntries does not keep the names.
  return Object.fromEntries(handedOn.map(([name, value]) => [name, String(value)])) as Partial<
    Record<SettingsOf<Schema>, string>
  >;
}
