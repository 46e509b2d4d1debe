import * as z from 'zod';

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
