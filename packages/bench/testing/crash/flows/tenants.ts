import { DEFAULT_PLAN } from '@switchyard/core/tenants';
import { ACCOUNT_SID } from '../../../../webhook-handler/testing/provider-secrets.ts';
import { twilioRequest } from '../../../../webhook-handler/testing/signed-requests.ts';
import { anSms, OUR_NUMBER, THEIR_NUMBER } from '../../../../webhook-handler/testing/twilio-fixtures.ts';
import type { Found } from '../../reconcile/found.ts';
import type { Flow, Stage } from '../flow.ts';
import { addConversation, receivedAt } from './inbound.ts';
import { urlOf } from './outbound.ts';

type Written = Readonly<Record<string, unknown>>;
const TENANT = { tenantId: 'acme' };
/** As the program adds what is not written. */
const NEW = { ...TENANT, targetUrl: urlOf('default'), plan: DEFAULT_PLAN };
const BILLING = { ...TENANT, endpointId: 'billing' };

/** An operator who sees a command end without an answer gives it again: it may then say that there is nothing to do. */
const giving =
  (...commands: readonly (readonly [command: string, written: Written, typedIn?: string])[]): Flow['run'] =>
  async ({ caller }) => {
    for (const [command, written, typedIn] of commands) {
      const { exitCode, error } = await caller.command(command, written, typedIn);
      if (exitCode !== 0 && !DONE_BEFORE.includes(error?.code ?? ''))
        throw new Error(`${command}: ${error?.code} ${error?.message}`);
    }
  };

/** What a command says of something that is there already, or is no more. */
const DONE_BEFORE = [
  'tenant_exists',
  'endpoint_exists',
  'endpoint_not_found',
  'event_type_not_found',
  'rotation_not_begun',
  'address_not_assigned',
  'conversation_exists',
];

const setUp: Flow['run'] = (stage) => giving(['tenants create', NEW])(stage);

const keysOf = ({ world }: Found) => world.tables.identity.items();

/** Where an answer was lost, a key is left that nobody has seen, revoked or not. */
const keys =
  (made: number, status: string): NonNullable<Flow['check']> =>
  (found) => {
    const own = keysOf(found);
    const right = own.filter((key) => key.status === status).length;
    const others = own.filter((key) => key.status !== status && key.status !== 'REVOKED');
    return [
      ...(right < made || own.length > made + found.crashes
        ? [`${right} of ${own.length} keys are ${status}`]
        : []),
      ...others.map((key) => `a key is ${key.status}`),
    ];
  };

/** Says what was made. @param command which makes a key */
async function keyIdOf({ caller }: Stage, command: string): Promise<string> {
  const { answer, error } = await caller.command(command, TENANT);
  if (typeof answer?.key_id === 'string') return answer.key_id;
  throw new Error(`${command}: ${error?.message ?? 'no key'}`);
}

const TENANTS: readonly Flow[] = [
  { name: 'tenants-create', setUp: () => undefined, run: setUp, check: keys(1, 'ACTIVE') },
  {
    name: 'tenants-create-with-plan',
    setUp: () => undefined,
    run: giving(['tenants create', { ...NEW, plan: 'trial' }]),
    check: ({ world }) => (world.apiKeys.size === 1 ? [] : [`${world.apiKeys.size} usage keys`]),
  },
  {
    name: 'tenants-plan',
    setUp,
    run: giving(['tenants plan', { ...TENANT, plan: 'trial' }]),
    check: (found) =>
      keysOf(found).every(({ plan }) => plan === 'trial') ? [] : ['a key is on another plan'],
  },
  {
    name: 'tenants-suspend-resume',
    async setUp(stage) {
      await setUp(stage);
      await keyIdOf(stage, 'keys create');
    },
    async run(stage) {
      await giving(['tenants suspend', TENANT])(stage);
      const isSuspended = stage.world.tables.identity.items().every(({ status }) => status === 'SUSPENDED');
      if (!isSuspended) throw new Error('It is suspended, and one of its keys works.');
      await giving(['tenants resume', TENANT])(stage);
    },
    check: keys(2, 'ACTIVE'),
  },
  {
    name: 'keys-create-revoke',
    setUp,
    async run(stage) {
      const keyId = await keyIdOf(stage, 'keys create');
      await giving(['keys revoke', { ...TENANT, keyId }])(stage);
    },
    check: (found) => (keysOf(found).some(({ status }) => status === 'REVOKED') ? [] : ['no key is revoked']),
  },
  {
    name: 'portal-link',
    setUp,
    run: async (stage) => void (await keyIdOf(stage, 'portal-link')),
    check: keys(2, 'ACTIVE'),
  },
];

const endpointIs =
  (wanted: Written | undefined): NonNullable<Flow['check']> =>
  ({ world }) => {
    const found = world.tables.endpoints.items().find(({ endpointId }) => endpointId === 'billing');
    if (wanted === undefined) return found === undefined ? [] : ['the endpoint is still there'];
    return Object.entries(wanted)
      .filter(([name, value]) => found?.[name] !== value)
      .map(([name]) => `${name} of the endpoint is ${String(found?.[name])}`);
  };

const ENDPOINTS: readonly Flow[] = [
  {
    name: 'operator-endpoint',
    setUp,
    run: giving(
      ['endpoints add', { ...BILLING, targetUrl: urlOf('billing') }],
      ['endpoints update', { ...BILLING, description: 'of billing' }],
      ['endpoints pause', BILLING],
      ['endpoints resume', BILLING],
      ['endpoints disable', BILLING],
      ['endpoints enable', BILLING],
      ['endpoints rotate-secret', { ...BILLING, overlapSeconds: '3600' }],
    ),
    check: endpointIs({ status: 'ENABLED', description: 'of billing' }),
  },
  {
    name: 'operator-endpoint-delete',
    async setUp(stage) {
      await setUp(stage);
      await giving(['endpoints add', { ...BILLING, targetUrl: urlOf('billing') }])(stage);
    },
    run: giving(['endpoints delete', { ...BILLING, yes: true }]),
    check: endpointIs(undefined),
  },
  {
    name: 'operator-endpoint-test',
    setUp,
    run: giving(['endpoints test', { ...TENANT, endpointId: 'default', waitSeconds: '900' }]),
  },
  {
    name: 'operator-event-type',
    setUp,
    run: giving(
      ['event-types register', { ...TENANT, eventType: 'order.paid', description: 'It is paid.' }],
      ['event-types delete', { ...TENANT, eventType: 'order.paid' }],
    ),
  },
];

const SID = `AC${'1'.repeat(32)}`;
const OURS = { channel: 'sms', address: OUR_NUMBER };

const NEW_TOKEN = 'c'.repeat(32);

const PROVIDERS: readonly Flow[] = [
  {
    name: 'quarantine',
    // It was signed with a token that we did not have yet.
    async setUp(stage) {
      addConversation(stage, 'sms', THEIR_NUMBER, OUR_NUMBER);
      const request = twilioRequest({ route: 'sms', form: anSms(), receivedAt, authToken: NEW_TOKEN });
      const { status } = await stage.caller.callBack(request.http);
      if (status !== 401) throw new Error(`What is not genuine was answered ${status}.`);
      const account = { accountSid: ACCOUNT_SID, authTokenStdin: true, replace: true };
      await giving(['secrets set twilio', account, NEW_TOKEN])(stage);
    },
    // Until it says that none was left there.
    async run({ caller }) {
      while ((await caller.command('quarantine release', { id: [], all: true })).exitCode !== 0);
    },
    check: ({ items }) => (items.some(({ pk }) => /^QUARANTINE#/.test(String(pk))) ? ['it is kept'] : []),
  },
  {
    name: 'secrets',
    setUp,
    run: giving(
      ['secrets set twilio', { accountSid: SID, authTokenStdin: true }, 'a'.repeat(32)],
      ['secrets rotate twilio', { accountSid: SID, authTokenStdin: true }, 'b'.repeat(32)],
      ['secrets rotate twilio', { accountSid: SID, secret: 'auth-token', finish: true }],
      ['secrets remove twilio', { accountSid: SID }],
    ),
    check: ({ world }) => (world.providerSecrets.text.includes(SID) ? ['the account is still there'] : []),
  },
  {
    name: 'address',
    setUp,
    run: giving(['addresses assign', { ...TENANT, ...OURS }], ['addresses release', OURS]),
  },
  {
    name: 'conversation',
    setUp,
    run: giving(
      ['conversations create', { channel: 'sms', address: THEIR_NUMBER, id: 'c-1' }],
      ['conversations handoff', { conversationId: 'c-1' }],
    ),
    check: ({ items }) =>
      items.some(({ sk, handOffToHuman }) => sk === 'CONVERSATION' && handOffToHuman === true)
        ? []
        : ['it is not handed off'],
  },
];

/** What operators do by the command line. */
export const BY_OPERATORS: readonly Flow[] = [...TENANTS, ...ENDPOINTS, ...PROVIDERS];
