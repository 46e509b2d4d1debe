import * as z from 'zod';
import { tenantIdSchema } from '../ids/id-schemas.ts';
import { accountIdSchema, type ProvenAccount } from './proven-account.ts';

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
