import { isObject } from '@switchyard/aws-local/json';
import { createHooksClient, type HooksAnswer, type HooksClient } from '../../src/demo/hooks-client.ts';
import type { FlowTenant } from '../flow-stack.ts';
import type { InboundFlow } from '../inbound-flow.ts';
import { type ApiOperation, apiOperations } from './api-operations.ts';
import { type FoundIds, idOnlyOf, isIdName } from './found-ids.ts';

/** A tenant with some of everything that a tenant can have. */
export type Party = {
  readonly tenant: FlowTenant;
  readonly ids: FoundIds;
  /** In what is its own, wherever text can be put. */
  readonly mark: string;
  /** An `Idempotency-Key` with which it has asked whatever takes one. */
  readonly idempotencyKey: string;
  /** An address of each channel, and a message of which each provider reports. */
  readonly number: string;
  readonly mailbox: string;
  readonly externalIds: { readonly twilio: string; readonly resend: string; readonly sendgrid: string };
};

/** Two tenants, of whom the second and strangers try to reach what is the first's. */
export type Stage = {
  readonly flow: InboundFlow;
  /** Where they ask: the API, or something in front of it. */
  readonly hooksUrl: string;
  readonly operations: readonly ApiOperation[];
  readonly first: Party;
  readonly second: Party;
};

/** One thing that is tried. @returns what is wrong, if anything is */
export type Trial = {
  /** Of which operation, queue or callback. */
  readonly of: string;
  readonly name: string;
  /** Others may be tried at the same time. */
  readonly changesNothing?: true;
  readonly run: (stage: Stage) => Promise<string | undefined>;
};

export const operations = apiOperations();
export const tenantOperations = operations.filter(({ needsKey }) => needsKey);

export type Ids = (name: string) => string;
export const ofFirst =
  ({ first, second }: Stage): Ids =>
  (name) =>
    idOnlyOf(name, first.ids, second.ids);
export const ofSecond =
  ({ first, second }: Stage): Ids =>
  (name) =>
    idOnlyOf(name, second.ids, first.ids);

export const clientOf = ({ hooksUrl }: Stage, apiKey: string | undefined): HooksClient =>
  createHooksClient(hooksUrl, apiKey);

export function pathOf({ path }: ApiOperation, ids: Ids): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids(name)));
}

/** The example's body with ids that there are. */
export function bodyOf({ example = {} }: ApiOperation, ids: FoundIds): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(example).map(([name, value]) => {
      const [id] = ids.get(name) ?? [];
      return [name, isIdName(name) && typeof value === 'string' ? (id ?? value) : value];
    }),
  );
}

type Asked = {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Record<string, string>;
};

export function ask(
  hooks: HooksClient,
  operation: ApiOperation,
  ids: Ids,
  { body = operation.example, query = {}, headers }: Asked = {},
): Promise<HooksAnswer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const search = Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query)}`;
  return hooks.call(operation.method, pathOf(operation, ids) + search, text, headers);
}

/** Figures that go on counting, and times. */
const COUNTING = new Set(['health', 'seen', 'since', 'until', 'series', 'now', 'outcomes', 'accepted']);

/** All that a tenant can read over the API, without the figures that go on counting. */
export async function snapshotOf({ tenant, ids }: Party, notOf: Party): Promise<readonly Snapshot[]> {
  const own: Ids = (name) => idOnlyOf(name, ids, notOf.ids);
  const reading = tenantOperations.filter(({ method }) => method === 'GET');
  return Promise.all(
    reading.map(async (operation) => {
      const { status, text } = await ask(tenant.hooks, operation, own);
      return { operation: operation.name, status, body: withoutCounts(text) };
    }),
  );
}
export type Snapshot = { readonly operation: string; readonly status: number; readonly body: string };

function withoutCounts(text: string): string {
  try {
    return JSON.stringify(
      JSON.parse(text, (name, value) =>
        COUNTING.has(name) || name.endsWith('_token') || name === 'request_id'
          ? undefined
          : withoutDryRuns(name, value),
      ),
    );
  } catch {
    return text;
  }
}

/** Other tests count all tenants' dead letters meanwhile, as an operator may: a dry run, which changes nothing. */
const withoutDryRuns = (name: string, value: unknown): unknown =>
  name === 'replays' && Array.isArray(value)
    ? value.filter((replay: { readonly dry_run?: unknown }) => replay.dry_run !== true)
    : value;

/** What is not as it was. */
export function differences(before: readonly Snapshot[], after: readonly Snapshot[]): string[] {
  return before.flatMap((was, index) => {
    const is = after[index];
    return is?.status === was.status && is.body === was.body
      ? []
      : [`${was.operation} was ${was.status} ${was.body} and is ${is?.status} ${is?.body}`];
  });
}

/** The same text whichever id was asked for, and whenever. */
export function withoutIds({ status, text }: HooksAnswer, ...ids: readonly string[]): string {
  const told = ids
    .reduce((rest, id) => rest.replaceAll(id, '<id>'), text)
    .replaceAll(/"(request_id|secret|reference|url|[a-z_]+_at|since|until)":"[^"]*"/g, '"$1":"…"')
    .replaceAll(/"(\w+_id)":"(evt|rpl|key)_[^"]*"/g, '"$1":"…"')
    // Of its own events, and more of them come in meanwhile.
    .replaceAll(/"scanned":\d+/g, '"scanned":"…"');
  return `${status} ${told}`;
}

/** Why an answer shows something of the first one. */
export function shows({ text }: HooksAnswer, { first, second }: Stage, given: readonly string[] = []) {
  if (text.includes(first.mark)) return `It shows what is the first tenant's: ${text}`;
  const theirs = [...first.ids].flatMap(([name, ids]) =>
    name === 'tenant_id'
      ? []
      : [...ids].filter((id) => !second.ids.get(name)?.has(id) && !given.includes(id)),
  );
  const found = theirs.find((id) => id.length > 8 && text.includes(id));
  return found === undefined ? undefined : `It names ${found}, which is the first tenant's: ${text}`;
}

export const isProblem = ({ headers, body }: HooksAnswer): boolean =>
  /^application\/problem\+json/.test(headers.get('content-type') ?? '') && isObject(body);
