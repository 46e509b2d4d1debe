import { createApiKey } from '@switchyard/core/tenants';
import { neverLogged } from '../canaries.ts';
import type { ApiOperation } from './api-operations.ts';
import {
  ask,
  clientOf,
  isProblem,
  ofFirst,
  type Stage,
  shows,
  type Trial,
  tenantOperations,
} from './stage.ts';

type Credentials = { readonly authorization?: string };

/** Who is nobody, and what each sends. Each is made once a stage. */
type Stranger = {
  readonly name: string;
  readonly status: 401 | 403;
  readonly credentials: (stage: Stage) => Promise<Credentials> | Credentials;
};

const bearer = (key: string): Credentials => ({ authorization: `Bearer ${key}` });

export const STRANGERS: readonly Stranger[] = [
  { name: 'no key', status: 401, credentials: () => ({}) },
  { name: 'an empty key', status: 401, credentials: () => ({ authorization: 'Bearer ' }) },
  {
    name: 'a made-up key',
    status: 401,
    credentials: () => bearer(neverLogged('made-up API key', createApiKey())),
  },
  {
    name: 'a key with one character changed',
    status: 401,
    credentials: ({ first }) => bearer(changed(first.tenant.apiKey)),
  },
  {
    name: 'a key that is cut',
    status: 401,
    credentials: ({ first }) => bearer(first.tenant.apiKey.slice(0, -1)),
  },
  {
    name: 'a key with something before it',
    status: 401,
    credentials: ({ first }) => bearer(`x${first.tenant.apiKey}`),
  },
  {
    name: 'a key in another scheme',
    status: 401,
    credentials: ({ first }) => ({
      authorization: `Basic ${Buffer.from(`${first.tenant.tenantId}:${first.tenant.apiKey}`).toString('base64')}`,
    }),
  },
  { name: 'a tenant’s id for a key', status: 401, credentials: ({ first }) => bearer(first.tenant.tenantId) },
  {
    name: 'the secret of an endpoint for a key',
    status: 401,
    credentials: ({ first }) => bearer(first.tenant.webhookSecret),
  },
  { name: 'a revoked key', status: 401, credentials: revokedKey },
  { name: 'the key of a suspended tenant', status: 403, credentials: suspendedKey },
];

const changed = (key: string): string => `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;

async function revokedKey({ flow, first }: Stage): Promise<Credentials> {
  const { tenantId } = first.tenant;
  const { key_id: id, api_key: key } = await flow.cli('keys', 'create', tenantId);
  await flow.cli('keys', 'revoke', tenantId, String(id));
  return bearer(String(key));
}

async function suspendedKey({ flow }: Stage): Promise<Credentials> {
  const { tenantId, apiKey } = await flow.createTenant();
  await flow.cli('tenants', 'suspend', tenantId);
  return bearer(apiKey);
}

const made = new WeakMap<Stage['flow'], Map<string, Promise<Credentials>>>();

/** Made for the first of the operations that they try. */
function credentialsOf(stranger: Stranger, stage: Stage): Promise<Credentials> {
  const known = made.get(stage.flow) ?? new Map<string, Promise<Credentials>>();
  made.set(stage.flow, known);
  const credentials = known.get(stranger.name) ?? Promise.resolve(stranger.credentials(stage));
  known.set(stranger.name, credentials);
  return credentials;
}

/** Every operation, asked by everybody who is nobody, for what is the first tenant's. */
export const strangerTrials = (operations: readonly ApiOperation[] = tenantOperations): readonly Trial[] =>
  operations.flatMap((operation) =>
    STRANGERS.map((stranger) => ({
      of: operation.name,
      name: stranger.name,
      changesNothing: true as const,
      run: async (stage: Stage) => {
        const headers = { ...(await credentialsOf(stranger, stage)) };
        const answer = await ask(clientOf(stage, undefined), operation, ofFirst(stage), { headers });
        if (answer.status !== stranger.status) return `It is answered ${answer.status}: ${answer.text}`;
        if (!isProblem(answer)) return `It is no problem+json: ${answer.text}`;
        return shows(answer, stage);
      },
    })),
  );
