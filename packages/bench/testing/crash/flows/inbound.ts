import { ownedAddressKey } from '@switchyard/core/addresses';
import type { Channel } from '@switchyard/core/channels';
import { toIso } from '@switchyard/core/clock';
import { conversationKey, conversationListKey } from '@switchyard/core/conversations';
import { NOW, TENANT_ID } from '@switchyard/core/testing';
import { aMail, OUR_MAILBOX, THEIR_MAILBOX } from '../../../../webhook-handler/testing/mail-fixtures.ts';
import { aResendEvent, EMAIL_ID } from '../../../../webhook-handler/testing/resend-fixtures.ts';
import { aSendGridEvent, X_MESSAGE_ID } from '../../../../webhook-handler/testing/sendgrid-fixtures.ts';
import {
  resendRequest,
  type SignedRequest,
  sendGridEventsRequest,
  sendGridRequest,
  twilioRequest,
} from '../../../../webhook-handler/testing/signed-requests.ts';
import {
  anSms,
  anSmsStatus,
  aWhatsAppMessage,
  MESSAGE_SID,
  OUR_NUMBER,
  THEIR_NUMBER,
} from '../../../../webhook-handler/testing/twilio-fixtures.ts';
import type { Fates } from '../../world/faults.ts';
import type { Flow, Stage } from '../flow.ts';
import { addEndpoints } from './outbound.ts';

export const receivedAt = toIso(NOW);

/** A person whom a conversation knows, who writes to an address of the tenant's. */
export function addConversation(stage: Stage, channel: Channel, address: string, ours: string): void {
  const { events } = stage.world.tables;
  const conversation = {
    conversationId: 'c-1',
    channel,
    address,
    tenantId: TENANT_ID,
    status: 'open',
    handOffToHuman: false,
    lastActivityAt: receivedAt,
    createdAt: receivedAt,
  };
  events.store({
    ...conversationKey('c-1'),
    ...conversationListKey(conversation),
    ...conversation,
  });
  events.store({ ...ownedAddressKey(channel, ours), tenantId: TENANT_ID });
  addEndpoints(stage, { endpointId: 'one' });
}

async function call({ caller }: Stage, { http }: SignedRequest): Promise<void> {
  const { status, body } = await caller.callBack(http);
  if (status !== 200) throw new Error(`The provider was answered ${status}: ${body}`);
}

/** A message that the tenant has registered, on which the provider reports. */
async function register(stage: Stage, body: object): Promise<void> {
  addEndpoints(stage, { endpointId: 'one' });
  await stage.caller.must({ method: 'PUT', path: '/v1/messages/order-1', body });
}

const SMS = twilioRequest({ route: 'sms', form: anSms(), receivedAt });
const SMS_STATUS = twilioRequest({
  route: 'twilio-status',
  form: anSmsStatus('delivered'),
  receivedAt,
});

/** The tables refuse everything to the function behind HTTP, for some calls. */
const tablesAreDown = (calls: number) => (): Fates => {
  let refused = 0;
  return ({ by, what }) => {
    if (by !== 'webhook-handler' || !what.startsWith('dynamodb:') || refused >= calls) return 'done';
    refused += 1;
    return 'refused';
  };
};

const secretsAreDown = (): Fates => {
  let refused = 0;
  return ({ by, what }) => {
    if (by !== 'webhook-handler' || !what.startsWith('secretsmanager:') || refused >= 2) return 'done';
    refused += 1;
    return 'refused';
  };
};

const atMostOneFallback: Flow['check'] = ({ world }) =>
  world.fallbacks.length > 1 ? [`a person got ${world.fallbacks.length} fallbacks`] : [];

const MESSAGES: readonly Flow[] = [
  {
    name: 'sms',
    setUp: (stage) => addConversation(stage, 'sms', THEIR_NUMBER, OUR_NUMBER),
    run: (stage) => call(stage, SMS),
  },
  {
    name: 'whatsapp',
    setUp: (stage) => addConversation(stage, 'whatsapp', THEIR_NUMBER, OUR_NUMBER),
    run: (stage) => call(stage, twilioRequest({ route: 'whatsapp', form: aWhatsAppMessage(), receivedAt })),
  },
  {
    name: 'email',
    setUp: (stage) => addConversation(stage, 'email', THEIR_MAILBOX, OUR_MAILBOX),
    run: (stage) => call(stage, sendGridRequest({ parts: aMail(), receivedAt })),
  },
  {
    name: 'fallback',
    setUp: (stage) => addEndpoints(stage, { endpointId: 'one' }),
    run: (stage) => call(stage, SMS),
    check: atMostOneFallback,
  },
  {
    name: 'spool',
    setUp: (stage) => addConversation(stage, 'sms', THEIR_NUMBER, OUR_NUMBER),
    run: (stage) => call(stage, SMS),
    fates: tablesAreDown(4),
  },
  {
    name: 'spool-half-way',
    setUp: (stage) => addConversation(stage, 'sms', THEIR_NUMBER, OUR_NUMBER),
    run: (stage) => call(stage, SMS),
    fates: () => {
      // Refused once the message is stored.
      let isStored = false;
      return ({ by, what }) => {
        if (by !== 'webhook-handler') return 'done';
        if (isStored && what.startsWith('dynamodb:')) return 'refused';
        isStored ||= what === 'dynamodb:PutItem CALLBACK';
        return 'done';
      };
    },
  },
  {
    name: 'spool-unverified',
    setUp: (stage) => addConversation(stage, 'sms', THEIR_NUMBER, OUR_NUMBER),
    run: (stage) => call(stage, SMS),
    fates: secretsAreDown,
  },
];

const REPORTS: readonly Flow[] = [
  {
    name: 'register-message',
    setUp: (stage) => addEndpoints(stage, { endpointId: 'one' }),
    run: (stage) =>
      register(stage, {
        channel: 'sms',
        provider: 'twilio',
        recipient: THEIR_NUMBER,
        external_id: MESSAGE_SID,
      }),
  },
  {
    name: 'twilio-status',
    setUp: (stage) =>
      register(stage, {
        channel: 'sms',
        provider: 'twilio',
        recipient: THEIR_NUMBER,
        external_id: MESSAGE_SID,
      }),
    run: (stage) => call(stage, SMS_STATUS),
  },
  {
    name: 'resend-events',
    setUp: (stage) =>
      register(stage, {
        channel: 'email',
        provider: 'resend',
        recipient: 'ada@example.org',
        external_id: EMAIL_ID,
      }),
    run: (stage) => call(stage, resendRequest({ event: aResendEvent('email.delivered'), receivedAt })),
  },
  {
    name: 'sendgrid-events',
    setUp: (stage) =>
      register(stage, {
        channel: 'email',
        provider: 'sendgrid',
        recipient: 'ada@example.org',
        external_id: X_MESSAGE_ID,
      }),
    run: (stage) =>
      call(
        stage,
        sendGridEventsRequest({
          events: [aSendGridEvent('processed'), aSendGridEvent('delivered'), aSendGridEvent('open')],
          receivedAt,
        }),
      ),
  },
  {
    name: 'status-spool',
    setUp: (stage) =>
      register(stage, {
        channel: 'sms',
        provider: 'twilio',
        recipient: THEIR_NUMBER,
        external_id: MESSAGE_SID,
      }),
    run: (stage) => call(stage, SMS_STATUS),
    fates: tablesAreDown(4),
  },
];

export const INBOUND: readonly Flow[] = [...MESSAGES, ...REPORTS];
