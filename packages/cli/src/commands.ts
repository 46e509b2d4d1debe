import { addressesAssign } from './commands/addresses/assign.ts';
import { addressesRelease } from './commands/addresses/release.ts';
import { addressesShow } from './commands/addresses/show.ts';
import { console_ } from './commands/console.ts';
import { conversationsCreate } from './commands/conversations/create.ts';
import { conversationsHandoff } from './commands/conversations/handoff.ts';
import { conversationsList } from './commands/conversations/list.ts';
import { conversationsMedia } from './commands/conversations/media.ts';
import { conversationsRecent } from './commands/conversations/recent.ts';
import { conversationsShow } from './commands/conversations/show.ts';
import { dlqPeek } from './commands/dlq/peek.ts';
import { dlqPurge } from './commands/dlq/purge.ts';
import { dlqRequeue } from './commands/dlq/requeue.ts';
import { dlqSummary } from './commands/dlq/summary.ts';
import { doctor } from './commands/doctor.ts';
import { endpointsAdd } from './commands/endpoints/add.ts';
import { endpointsChangeStatus } from './commands/endpoints/change-status.ts';
import { endpointsDelete } from './commands/endpoints/delete.ts';
import { endpointsList } from './commands/endpoints/list.ts';
import { endpointsRotateSecret } from './commands/endpoints/rotate-secret.ts';
import { endpointsShow } from './commands/endpoints/show.ts';
import { endpointsTest } from './commands/endpoints/test.ts';
import { endpointsUpdate } from './commands/endpoints/update.ts';
import { eventTypesDelete } from './commands/event-types/delete.ts';
import { eventTypesList } from './commands/event-types/list.ts';
import { eventTypesRegister } from './commands/event-types/register.ts';
import { eventsAttempts } from './commands/events/attempts.ts';
import { eventsList } from './commands/events/list.ts';
import { eventsSend } from './commands/events/send.ts';
import { eventsStory } from './commands/events/story.ts';
import { keysCreate } from './commands/keys/create.ts';
import { keysList } from './commands/keys/list.ts';
import { keysRevoke } from './commands/keys/revoke.ts';
import { messagesShow } from './commands/messages/show.ts';
import { overview } from './commands/overview.ts';
import { portalLink } from './commands/portal-link.ts';
import { preflight } from './commands/preflight.ts';
import { quarantineList } from './commands/quarantine/list.ts';
import { quarantineRelease } from './commands/quarantine/release.ts';
import { quarantineShow } from './commands/quarantine/show.ts';
import { quarantineVerify } from './commands/quarantine/verify.ts';
import { replaysChange } from './commands/replays/change.ts';
import { replaysList } from './commands/replays/list.ts';
import { replaysShow } from './commands/replays/show.ts';
import { replaysStart } from './commands/replays/start.ts';
import { secretsRemove } from './commands/secrets/remove.ts';
import { secretsRotate } from './commands/secrets/rotate.ts';
import { secretsRotations } from './commands/secrets/rotations.ts';
import { secretsSet } from './commands/secrets/set.ts';
import { secretsShow } from './commands/secrets/show.ts';
import { tail } from './commands/tail.ts';
import { tenantsCreate } from './commands/tenants/create.ts';
import { tenantsList } from './commands/tenants/list.ts';
import { tenantsPlan } from './commands/tenants/plan.ts';
import { tenantsResume } from './commands/tenants/resume.ts';
import { tenantsShow } from './commands/tenants/show.ts';
import { tenantsSuspend } from './commands/tenants/suspend.ts';
import type { Command } from './define-command.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  overview,
  console_,
  doctor,
  preflight,
  tenantsCreate,
  tenantsList,
  tenantsShow,
  tenantsPlan,
  tenantsSuspend,
  tenantsResume,
  keysCreate,
  keysList,
  keysRevoke,
  portalLink,
  endpointsAdd,
  endpointsList,
  endpointsShow,
  endpointsUpdate,
  ...endpointsChangeStatus,
  endpointsRotateSecret,
  endpointsTest,
  endpointsDelete,
  eventsList,
  eventsAttempts,
  eventsStory,
  eventsSend,
  eventTypesList,
  eventTypesRegister,
  eventTypesDelete,
  dlqSummary,
  dlqPeek,
  dlqRequeue,
  dlqPurge,
  replaysStart,
  replaysList,
  replaysShow,
  ...replaysChange,
  tail,
  secretsShow,
  secretsRotations,
  ...secretsSet,
  ...secretsRotate,
  ...secretsRemove,
  addressesAssign,
  addressesRelease,
  addressesShow,
  conversationsCreate,
  conversationsShow,
  conversationsRecent,
  conversationsList,
  conversationsMedia,
  conversationsHandoff,
  messagesShow,
  quarantineList,
  quarantineShow,
  quarantineVerify,
  quarantineRelease,
];
