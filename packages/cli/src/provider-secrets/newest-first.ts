import { CommandError } from '../errors.ts';

/** Each is tried on every callback, so a list that is never cleared would cost more and more. */
export const MAX_SECRETS = 10;

/**
 * Puts a secret in front of a list. What is in the list already moves to the front.
 *
 * @param keepPrevious the others stay behind it, so that what was signed with them is still accepted
 * @throws CommandError when the list is too long
 */
export function newestFirst(
  list: readonly string[] | undefined,
  secret: string,
  { keepPrevious }: { readonly keepPrevious: boolean },
): string[] {
  const secrets = [secret, ...(keepPrevious ? (list ?? []).filter((each) => each !== secret) : [])];
  if (secrets.length <= MAX_SECRETS) return secrets;
  throw new CommandError(
    'too_many_secrets',
    `At most ${MAX_SECRETS} are accepted at a time. End the older ones with \`secrets remove … --previous\`, or add --replace.`,
  );
}
