import { namesOf } from '@switchyard/core/names-of';
import { PROVIDERS } from '@switchyard/core/providers';
import { keyStatus } from '@switchyard/core/tenants';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import { conversationsHandoff } from '../commands/conversations/handoff.ts';
import { conversationsList } from '../commands/conversations/list.ts';
import { conversationsMedia } from '../commands/conversations/media.ts';
import { conversationsRecent } from '../commands/conversations/recent.ts';
import { conversationsShow } from '../commands/conversations/show.ts';
import { dlqPeek } from '../commands/dlq/peek.ts';
import { dlqPurge } from '../commands/dlq/purge.ts';
import { dlqRequeue } from '../commands/dlq/requeue.ts';
import { dlqSummary } from '../commands/dlq/summary.ts';
import { doctor } from '../commands/doctor.ts';
import { endpointsChangeStatus } from '../commands/endpoints/change-status.ts';
import { endpointsList } from '../commands/endpoints/list.ts';
import { eventsList } from '../commands/events/list.ts';
import { eventsStory } from '../commands/events/story.ts';
import { keysRevoke } from '../commands/keys/revoke.ts';
import { messagesShow } from '../commands/messages/show.ts';
import { overview } from '../commands/overview.ts';
import { quarantineList } from '../commands/quarantine/list.ts';
import { quarantineRelease } from '../commands/quarantine/release.ts';
import { quarantineShow } from '../commands/quarantine/show.ts';
import { quarantineVerify } from '../commands/quarantine/verify.ts';
import { replaysChange } from '../commands/replays/change.ts';
import { replaysList } from '../commands/replays/list.ts';
import { replaysShow } from '../commands/replays/show.ts';
import { replaysStart } from '../commands/replays/start.ts';
import { secretsRotate } from '../commands/secrets/rotate.ts';
import { secretsRotations } from '../commands/secrets/rotations.ts';
import { secretsShow } from '../commands/secrets/show.ts';
import { tail } from '../commands/tail.ts';
import { tenantsList } from '../commands/tenants/list.ts';
import { tenantsResume } from '../commands/tenants/resume.ts';
import { tenantsShow } from '../commands/tenants/show.ts';
import { tenantsSuspend } from '../commands/tenants/suspend.ts';
import { count } from '../format.ts';
import { type Offered, offer } from './offer.ts';
import {
  askBeforeCancel,
  askBeforeFinish,
  askBeforeRelease,
  askBeforeReplay,
  askBeforeRequeue,
} from './questions-asked.ts';

/** One of a table of commands. */
function named<Command extends { readonly name: string }>(table: readonly Command[], name: string): Command {
  const command = table.find((each) => each.name === name);
  if (command === undefined) throw new TypeError(`There is no command ${name}.`);
  return command;
}

/**
 * What the console's pages may run. What shows a secret, or takes one, is not among it: a browser keeps what it was
 * shown, and its extensions read along.
 */
export const offeredCommands = {
  overview: offer(overview),
  doctor: offer(doctor),
  'tenants list': offer(tenantsList),
  'tenants show': offer(tenantsShow),
  'tenants suspend': offer(tenantsSuspend, async ({ open, clock }, { tenantId }) => {
    const { keys } = await findTenant(await open(), tenantId);
    const active = keys.filter((key) => keyStatus(key, clock()) === 'ACTIVE').length;
    return `Suspend tenant ${tenantId}? Its ${count(active, 'active key')} will be refused.`;
  }),
  'tenants resume': offer(tenantsResume),
  'keys revoke': offer(
    keysRevoke,
    async (_, { tenantId, keyId }) =>
      `Revoke key ${keyId} of tenant ${tenantId} for good? Whoever uses it will be refused.`,
  ),
  'endpoints list': offer(endpointsList),
  'endpoints pause': offer(
    named(endpointsChangeStatus, 'endpoints pause'),
    async (_, { tenantId, endpointId }) =>
      `Pause endpoint ${endpointId} of tenant ${tenantId}? What is due for it will be held.`,
  ),
  'endpoints resume': offer(named(endpointsChangeStatus, 'endpoints resume')),
  'endpoints enable': offer(named(endpointsChangeStatus, 'endpoints enable')),
  'endpoints disable': offer(
    named(endpointsChangeStatus, 'endpoints disable'),
    async (_, { tenantId, endpointId }) =>
      `Disable endpoint ${endpointId} of tenant ${tenantId}? What is due for it will be held.`,
  ),
  'events list': offer(eventsList),
  'events story': offer(eventsStory),
  'dlq summary': offer(dlqSummary),
  'dlq peek': offer(dlqPeek),
  'dlq requeue': offer(dlqRequeue, askBeforeRequeue),
  // It asks itself.
  'dlq purge': offer(dlqPurge),
  'replays start': offer(replaysStart, askBeforeReplay),
  'replays list': offer(replaysList),
  'replays show': offer(replaysShow),
  'replays pause': offer(named(replaysChange, 'replays pause')),
  'replays resume': offer(named(replaysChange, 'replays resume')),
  'replays cancel': offer(named(replaysChange, 'replays cancel'), askBeforeCancel),
  tail: offer(tail),
  'secrets show': offer(secretsShow),
  'secrets rotations': offer(secretsRotations),
  'conversations recent': offer(conversationsRecent),
  'conversations list': offer(conversationsList),
  'conversations show': offer(conversationsShow),
  'conversations media': offer(conversationsMedia),
  'conversations handoff': offer(conversationsHandoff),
  'messages show': offer(messagesShow),
  'quarantine list': offer(quarantineList),
  'quarantine show': offer(quarantineShow),
  'quarantine verify': offer(quarantineVerify),
  'quarantine release': offer(quarantineRelease, askBeforeRelease),
} as const;

type OfferedCommands = typeof offeredCommands;

export type OfferedName = keyof OfferedCommands;

/** What the command answers, as its pages read it. */
export type AnswerOf<Name extends OfferedName> = Awaited<ReturnType<OfferedCommands[Name]['command']['run']>>;

/** One command for each provider, whose answer is shown as its text. */
const ofProviders: Readonly<Record<string, Offered>> = Object.fromEntries(
  namesOf(PROVIDERS).map((provider) => {
    const command = named(secretsRotate, `secrets rotate ${provider}`);
    return [command.name, { command, question: askBeforeFinish(provider) }];
  }),
);

export function findOffered(name: string): Offered | undefined {
  const all: Readonly<Record<string, Offered>> = { ...offeredCommands, ...ofProviders };
  return Object.hasOwn(all, name) ? all[name] : undefined;
}

export const offeredList = (): readonly Offered[] => [
  ...Object.values<Offered>(offeredCommands),
  ...Object.values(ofProviders),
];
