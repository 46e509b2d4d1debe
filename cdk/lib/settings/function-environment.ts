import type * as z from 'zod';
import type { Settings } from './settings.ts';

/**
 * The settings among the variables of this configuration, as text. The construct that makes the function adds the other
 * variables; the type of the environment says which.
 */
export function settingsFor<Schema extends z.ZodObject>(
  schema: Schema,
  settings: Settings,
): Record<keyof z.input<Schema> & keyof Settings, string> {
  const handedOn = Object.entries(settings).filter(([name]) => name in schema.shape);
  // The type of Object.fromEntries does not keep the names.
  return Object.fromEntries(handedOn.map(([name, value]) => [name, String(value)])) as Record<
    keyof z.input<Schema> & keyof Settings,
    string
  >;
}
