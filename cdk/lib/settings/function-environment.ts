import type * as z from 'zod';
import type { Settings } from './settings.ts';

/**
 * The settings that a function with this configuration reads, as text. What else it reads is left to whoever makes the
 * function, whose type says what is missing.
 */
export function settingsFor<Schema extends z.ZodObject>(
  schema: Schema,
  settings: Settings,
): Record<keyof z.input<Schema> & keyof Settings, string> {
  const handedOn = Object.entries(settings).filter(([name]) => name in schema.shape);
  // Object.fromEntries forgets which names there are.
  return Object.fromEntries(handedOn.map(([name, value]) => [name, String(value)])) as Record<
    keyof z.input<Schema> & keyof Settings,
    string
  >;
}
