import type { InboundMessage } from '@switchyard/core/conversations';
import { UnavailableError } from '@switchyard/core/errors';
import {
  type NewReceivedMessage,
  putNewReceivedMessage,
  type ReceivedMessage,
  readReceivedMessage,
  takeMessageLease,
} from '@switchyard/core/received-messages';
import type { EventsTable } from '@switchyard/core/tables';

export type BeginMessageContext = EventsTable & { readonly sleep: (ms: number) => Promise<unknown> };

/** How long a repeat waits for the first, which is nearly always about to finish. */
const WAIT_FOR_FIRST_MS = 2_000;
const POLL_MS = 50;

export type Begun = { readonly stored: ReceivedMessage; readonly work: ReceivedMessage | undefined };

/**
 * Takes up the work on a message for one addressee; there is none when it is done. What another account brought under
 * the same id, or what says something else, is another message, which must not take the place of this one: whoever
 * knows a mail's id and envelope could have it dropped by sending them first.
 *
 * @throws UnavailableError while another try is at work
 */
export async function beginMessage(context: BeginMessageContext, wanted: NewReceivedMessage): Promise<Begun> {
  const work = await putNewReceivedMessage(context, wanted);
  if (work !== undefined) return { stored: work, work };
  const taken = await takeOver(context, wanted);
  const { message, account } = wanted;
  // Its event is another one too: that has the message's id as its key.
  const under = (suffix: string | undefined) =>
    beginMessage(context, {
      ...wanted,
      message: { ...message, providerId: `${message.providerId}:${suffix}` },
    });
  switch (taken) {
    case 'another_account':
      return under(`@${account}`);
    case 'another_text':
      return under(message.contentHash);
    default:
      return taken;
  }
}

/** Waits for whoever is at work on the message, or takes its place when that one is gone. */
async function takeOver(
  context: BeginMessageContext,
  { message, account, part }: NewReceivedMessage,
): Promise<Begun | 'another_account' | 'another_text'> {
  const { clock, sleep } = context;
  const giveUpAt = clock() + WAIT_FOR_FIRST_MS;
  for (;;) {
    const stored = await readReceivedMessage(context, { ...message, part });
    if (stored === undefined) throw new UnavailableError('The message expired at this moment.');
    if (account !== undefined && stored.account !== undefined && account !== stored.account)
      return 'another_account';
    if (saysSomethingElse(message, stored.message)) return 'another_text';
    if (stored.routedAt !== undefined) return { stored, work: undefined };
    const mine = stored.leaseUntil <= clock() ? await takeMessageLease(context, stored) : undefined;
    if (mine !== undefined) return { stored: mine, work: mine };
    if (clock() >= giveUpAt) {
      throw new UnavailableError('The first callback with this message has not finished.');
    }
    await sleep(POLL_MS);
  }
}

/** What an older version stored has no hash, and counts as the same. */
const saysSomethingElse = ({ contentHash: hash }: InboundMessage, stored: InboundMessage): boolean =>
  hash !== undefined && stored.contentHash !== undefined && hash !== stored.contentHash;
