import * as z from 'zod';

export const secretText = z.string().min(1, 'must not be empty');
export const secretList = z.array(secretText);

/** One kind of secret of a provider: how it is typed in, checked, stored, rotated and shown. */
export type SecretKind = {
  /** As a sentence names it. */
  readonly name: string;
  /** `stdin`: the option is `--<option>-stdin` and takes no value, which the shell's history would show. */
  readonly input: { readonly from: 'stdin' | 'argument'; readonly option: string };
  /** What it looks like, for the help: `whsec_…`; of an argument, what stands for it. */
  readonly form: string;
  /** Asked on a terminal; `{account}` is replaced. */
  readonly question: string;
  /** Why a value cannot be what it is said to be; the answer does not contain it. */
  readonly problemOf: (value: string) => string | undefined;
  /** Where it stands in the provider's part of the secret: a list, a list for each account, or one value. */
  readonly stored: { readonly field: string; readonly as: 'list' | 'list_by_account' | 'single' };
  /** How `secrets show` names the number of them. */
  readonly shownAs: string;
  /** What is done at the provider, before and after the new one is taken here. Absent: only we use it, to call out. */
  readonly rotation?: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Another kind of the provider, beside which alone this one can be kept. */
  readonly needs?: string;
  /** Other kinds of the provider that prove nothing while there is one of this, and why. */
  readonly overrules?: { readonly kinds: readonly string[]; readonly because: string };
};

const PRINTABLE = /^[\x21-\x7e]+$/;

/** @param what such as `The auth token` */
export const problemOfText = (what: string, value: string): string | undefined =>
  PRINTABLE.test(value) ? undefined : `${what} must consist of printable ASCII characters without spaces.`;
