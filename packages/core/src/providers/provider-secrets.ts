import * as z from 'zod';
import { namesOf } from '../names-of.ts';
import { PROVIDERS, type Provider } from './providers.ts';
import type { SecretKind } from './secret-kind.ts';

type Parts = { [P in Provider]: z.ZodOptional<(typeof PROVIDERS)[P]['secrets']> };

/** The one Secrets Manager secret of all providers, as JSON. `pnpm cli secrets` writes it. */
export const providerSecretsSchema = z.object(
  Object.fromEntries(
    namesOf(PROVIDERS).map((provider) => [provider, PROVIDERS[provider].secrets.optional()]),
  ) as Parts,
);
export type ProviderSecrets = z.infer<typeof providerSecretsSchema>;

/** The fields that are not as described; without values, for what stands where an account belongs may be a secret. */
export function malformedFields(error: z.ZodError): string[] {
  return [...new Set(error.issues.map(({ path }) => fieldOf(path)))];
}

function fieldOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'it is not an object';
  const kinds = Object.values(PROVIDERS).flatMap(({ secretKinds }) => Object.values<SecretKind>(secretKinds));
  const isByAccount = kinds.some(({ stored }) => stored.as === 'list_by_account' && stored.field === path[1]);
  return path.map((name, index) => (isByAccount && index === 2 ? '<account SID>' : String(name))).join('.');
}
