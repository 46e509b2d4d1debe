import { randomInt } from 'node:crypto';
import * as z from 'zod';

export const generateSecretStringSchema = z.object({
  PasswordLength: z.coerce.number().int().min(1).max(4096).default(32),
  ExcludeCharacters: z.string().default(''),
  ExcludeLowercase: z.boolean().default(false),
  ExcludeNumbers: z.boolean().default(false),
  ExcludePunctuation: z.boolean().default(false),
  ExcludeUppercase: z.boolean().default(false),
  IncludeSpace: z.boolean().default(false),
  RequireEachIncludedType: z.boolean().default(true),
  SecretStringTemplate: z.string().optional(),
  GenerateStringKey: z.string().optional(),
});

/** Makes a secret as `GenerateSecretString` in a template asks for it. */
export function generateSecretString(
  options: z.infer<typeof generateSecretStringSchema>,
  random: (below: number) => number = (below) => randomInt(below),
): string {
  const types = [
    options.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    options.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    options.ExcludeNumbers ? '' : '0123456789',
    options.ExcludePunctuation ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    options.IncludeSpace ? ' ' : '',
  ]
    .map((letters) => [...letters].filter((letter) => !options.ExcludeCharacters.includes(letter)))
    .filter((letters) => letters.length > 0);
  const all = types.flat();
  const pick = (letters: readonly string[]): string => letters[random(letters.length)] ?? '';

  const required = options.RequireEachIncludedType ? types.slice(0, options.PasswordLength).map(pick) : [];
  const password = [
    ...required,
    ...Array.from({ length: options.PasswordLength - required.length }, () => pick(all)),
  ];
  for (let last = password.length - 1; last > 0; last--) {
    const other = random(last + 1);
    [password[last], password[other]] = [password[other] ?? '', password[last] ?? ''];
  }
  const text = password.join('');
  if (options.GenerateStringKey === undefined) return text;
  const template: unknown = JSON.parse(options.SecretStringTemplate ?? '{}');
  return JSON.stringify({ ...Object(template), [options.GenerateStringKey]: text });
}
