import { DAY_SECONDS, toIso, toSeconds } from '../clock.ts';
import { type EventsTable, isExpired } from '../tables/events-table.ts';
import { queryPages } from '../tables/pages.ts';

/** For so long it is known of a conversation that it was active. */
export const RECENT_DAYS = 30;

const PARTITION = 'CONVERSATIONS';
const HOUR = 'yyyy-mm-ddThh'.length;
const PAGE = 100;

const hourOf = (iso: string): string => iso.slice(0, HOUR);

/** Whether an hour began since the conversation was last active: its row of this hour may be missing. */
export const isFirstOfHour = (lastActivityAt: string | undefined, at: string): boolean =>
  lastActivityAt === undefined || hourOf(lastActivityAt) !== hourOf(at);

/**
 * Notes that a conversation is active in this hour, before the conversation itself says so: then whoever finds it active
 * in this hour knows that the row is there. A row too many is nothing: what is listed is read from the conversations.
 */
export async function noteActivity(
  { documents, eventsTable }: EventsTable,
  { conversationId, at }: { readonly conversationId: string; readonly at: string },
): Promise<void> {
  await documents.put({
    TableName: eventsTable,
    Item: {
      pk: PARTITION,
      sk: `${hourOf(at)}#${conversationId}`,
      expiresAt: toSeconds(Date.parse(at)) + RECENT_DAYS * DAY_SECONDS,
    },
  });
}

export type ActivityRow = { readonly hour: string; readonly conversationId: string };

/** The newest hour first; within an hour they are in no order. */
export async function* pagesOfActivity({
  documents,
  eventsTable,
  clock,
}: EventsTable): AsyncGenerator<ActivityRow[], void> {
  const now = clock();
  const pages = queryPages(documents, {
    TableName: eventsTable,
    KeyConditionExpression: 'pk = :pk AND sk >= :since',
    ExpressionAttributeValues: {
      ':pk': PARTITION,
      ':since': hourOf(toIso(now - RECENT_DAYS * DAY_SECONDS * 1_000)),
    },
    ScanIndexForward: false,
    Limit: PAGE,
  });
  for await (const { Items = [] } of pages) {
    const current = Items.filter(({ expiresAt }) => !isExpired({ expiresAt: Number(expiresAt) }, now));
    yield current.map(({ sk }) => ({
      hour: hourOf(String(sk)),
      conversationId: String(sk).slice(HOUR + '#'.length),
    }));
  }
}
