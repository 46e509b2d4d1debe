import type * as z from 'zod';
import type { Channel } from '../channels/channel.ts';
import type { SecretKind } from './secret-kind.ts';

/** A URL to type into the provider. */
export type CallbackUrl = {
  /** Below the base URL; `{segment}` stands for any last segment. */
  readonly path: string;
  readonly for: string;
  /** Where it is typed, and what goes with it. */
  readonly where: string;
};

/** One kind of request that the provider makes. */
export type CallbackDescription = {
  /** What a person wrote, or a report on what we sent. */
  readonly brings: 'message' | 'status';
  /** The HTTP status for a request that was not proven genuine: 401, or 503 where a 4xx destroys what was sent. */
  readonly refusalStatus: 401 | 503;
  /**
   * What is answered to a genuine request that cannot be read, once it is in quarantine: 200 where a refusal destroys
   * what was sent, or brings it again and again.
   */
  readonly unreadableStatus: 200 | 400;
  readonly urls: readonly CallbackUrl[];
};

/**
 * What everybody may know of a provider: its code is in the webhook-handler, in a folder of the same name. A new one is
 * a line in `CALLBACK_ROUTES` and a file like those beside this one; the compiler names what else it needs.
 */
export type ProviderDescription<Route extends string = string> = {
  readonly label: string;
  /** On the messages of which channels it reports. */
  readonly reportsOn: readonly Channel[];
  /** Its id of a message in the form that is kept: what is registered and what is reported come to the same. */
  readonly normalizeExternalId: (id: string) => string;
  /** In lower case; what proves a request genuine and must not be shown. */
  readonly signatureHeaders: readonly string[];
  /** Stands behind each URL that is typed into the provider. */
  readonly urlFragment: string;
  /** By route, the name that logs and quarantine have for it. */
  readonly callbacks: Readonly<Record<Route, CallbackDescription>>;
  /** Its part of the one secret of all providers. Lists are for rotation: any entry may verify, the first calls out. */
  readonly secrets: z.ZodType<Readonly<Record<string, unknown>>>;
  /** By name: what an operator sets, rotates and removes. The first is the one to begin with. */
  readonly secretKinds: Readonly<Record<string, SecretKind>>;
  /** What the commands of the CLI say about themselves. */
  readonly commands: { readonly set: string; readonly rotate: string; readonly remove: string };
};
