import * as z from 'zod';
import { tenantIdSchema } from '../ids/ids.ts';

/** Twilio's account SID, or the name that the operator gave to an account of another provider. */
export const accountIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][\w-]{0,63}$/, 'must be 1 to 64 letters, digits, "-" and "_", such as an account SID');

/** The provider's account that a request is proven to come from. */
export const provenAccountSchema = z.object({
  /** Undefined where nothing is proven: verification is off, or an earlier version verified it. */
  id: z.string().optional(),
  /** Undefined: it may speak for all. */
  tenants: z.array(z.string()).readonly().optional(),
});
export type ProvenAccount = Readonly<z.infer<typeof provenAccountSchema>>;

/** What a number, a mailbox or a message says about where reports on it come from. */
type Belonging = { readonly tenantId: string; readonly account?: string | undefined };

/** Whether the account may speak for the tenant at all. */
export const speaksFor = ({ tenants }: ProvenAccount, tenantId: string): boolean =>
  tenants === undefined || tenants.includes(tenantId);

/** Whether the account may speak about this thing of the tenant's: both must agree, as far as each is known. */
export const speaksAbout = (account: ProvenAccount, thing: Belonging): boolean =>
  speaksFor(account, thing.tenantId) &&
  (thing.account === undefined || account.id === undefined || thing.account === account.id);

/** The account whose secrets stand directly in a provider's part, without a name. */
export const DEFAULT_ACCOUNT = 'default';

/** For which tenants each account may speak; absent: for all. */
export const tenantsByAccount = z.record(accountIdSchema, z.array(tenantIdSchema).min(1)).optional();

type Accounts<Lists> = Lists & {
  readonly accounts?: Readonly<Record<string, Lists>> | undefined;
  readonly tenants?: Readonly<Record<string, readonly string[]>> | undefined;
};

/** The accounts of a provider whose requests name none: the one whose secrets prove a request is the one it is from. */
export const accountsOf = <Lists>(part: Accounts<Lists>): (readonly [account: ProvenAccount, Lists])[] =>
  [[DEFAULT_ACCOUNT, part] as const, ...Object.entries(part.accounts ?? {})].map(([id, lists]) => [
    provenAccount(id, part.tenants),
    lists,
  ]);

/** @param tenants as the provider's part of the secrets has them */
export function provenAccount(id: string, tenants: Accounts<unknown>['tenants']): ProvenAccount {
  const own = tenants !== undefined && Object.hasOwn(tenants, id) ? tenants[id] : undefined;
  return { id, ...(own === undefined ? {} : { tenants: own }) };
}
