import { type BudgetShare, takeFromBudget } from '@switchyard/core/quarantine';
import type { EventsTable } from '@switchyard/core/tables';
import { MAX_OF_NETWORK, MAX_PER_MINUTE, type QuarantineLimit } from './quarantine-limit.ts';

export type MayKeepContext = EventsTable & { readonly quarantineLimit: QuarantineLimit };

/**
 * Takes what an item needs from the budget of its network, then of its route. The network's comes first, so that a
 * single sender's flood ends there and leaves the item that all share alone.
 */
export async function mayKeep(context: MayKeepContext, share: BudgetShare, bytes: number): Promise<boolean> {
  const { quarantineLimit } = context;
  const all = { ...share, network: undefined };
  const shares = share.network === undefined ? [all] : [share, all];
  // Asked of both first: what the route has spent is not taken from a network in vain.
  if (!shares.every((each) => quarantineLimit.mayTry(nameOf(each), mostOf(each)))) return false;
  for (const each of shares) {
    if (await takeFromBudget(context, each, bytes)) continue;
    quarantineLimit.close(nameOf(each));
    return false;
  }
  return true;
}

const mostOf = ({ network }: BudgetShare): number =>
  network === undefined ? MAX_PER_MINUTE : MAX_OF_NETWORK;
const nameOf = ({ route, kind, network = 'ALL' }: BudgetShare): string => `${route}#${kind}#${network}`;
