import { toIso, toSeconds } from '../clock.ts';
import type { CallbackRoute } from '../providers/callback-routes.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import type { EventsTable } from '../tables/events-table.ts';

/**
 * What a request in quarantine may be worth: it was proven genuine and cannot be read, it carries what a signature of
 * its provider looks like, or not even that.
 */
export type QuarantineKind = 'genuine' | 'signed' | 'unsigned';

type QuarantineBudget = {
  /** Of each route in an hour, over all copies of the function. */
  readonly hourBytes: number;
  /** The part of it that may come from one network: one sender does not crowd out the others. */
  readonly networkBytes: number;
  /** Bodies up to this size are kept whole. */
  readonly wholeBytes: number;
};

const KIB = 1024;

/** Anybody can send what is to be kept, so what it may cost is bounded here, whatever the traffic. */
export const QUARANTINE_BUDGETS = {
  // DynamoDB takes 400 KB an item; the rest of the item needs little.
  genuine: { hourBytes: 16 * KIB * KIB, networkBytes: 16 * KIB * KIB, wholeBytes: 350 * KIB },
  // Larger ones are mails, which are refused with 503 and sent again for 72 hours.
  signed: { hourBytes: 8 * KIB * KIB, networkBytes: 2 * KIB * KIB, wholeBytes: 64 * KIB },
  unsigned: { hourBytes: 512 * KIB, networkBytes: 128 * KIB, wholeBytes: KIB },
} as const satisfies Readonly<Record<QuarantineKind, QuarantineBudget>>;

/** What is kept of a body that is not kept whole. */
export const QUARANTINED_BEGINNING_BYTES = KIB;

const HOUR_SECONDS = 3_600;

/** What one budget is of; `network` absent: the whole of the route. */
export type BudgetShare = {
  readonly route: CallbackRoute;
  readonly kind: QuarantineKind;
  readonly network: string | undefined;
};

/** Takes so many bytes from this hour's share. @returns false when there is not so much left; nothing was taken */
export function takeFromBudget(
  { documents, eventsTable, clock }: EventsTable,
  { route, kind, network }: BudgetShare,
  bytes: number,
): Promise<boolean> {
  const now = clock();
  const { hourBytes, networkBytes } = QUARANTINE_BUDGETS[kind];
  return ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: {
        pk: `QUARANTINE_BUDGET#${route}#${kind}#${toIso(now).slice(0, 13)}`,
        sk: network === undefined ? 'ALL' : `NETWORK#${network}`,
      },
      UpdateExpression: 'SET expiresAt = :expiresAt ADD #bytes :bytes',
      ConditionExpression: 'attribute_not_exists(#bytes) OR #bytes <= :most',
      ExpressionAttributeNames: { '#bytes': 'bytes' },
      ExpressionAttributeValues: {
        ':expiresAt': toSeconds(now) + 2 * HOUR_SECONDS,
        ':bytes': bytes,
        ':most': (network === undefined ? hourBytes : networkBytes) - bytes,
      },
    }),
  );
}
