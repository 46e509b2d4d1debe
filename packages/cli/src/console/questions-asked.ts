import type { Provider } from '@switchyard/core/providers';
import { QUARANTINE_DAYS, quarantineRows } from '@switchyard/core/quarantine';
import type * as z from 'zod';
import type { dlqRequeue } from '../commands/dlq/requeue.ts';
import type { quarantineRelease } from '../commands/quarantine/release.ts';
import type { replaysStart } from '../commands/replays/start.ts';
import { dlqRequestOf, nounOf } from '../dlq-filter.ts';
import { requeueDeadLetters } from '../dlq-processor.ts';
import { CommandError, UsageError } from '../errors.ts';
import { count, plural } from '../format.ts';
import { follow } from '../progress.ts';
import { listsOf, valuesOf } from '../provider-secrets/secret-kinds.ts';
import { providerSecretsOf, readProviderSecrets } from '../provider-secrets-store.ts';
import { askAboutReplays, followReplay, theReplay } from '../replays.ts';
import type { Session } from '../session.ts';

type InputOf<Command extends { readonly input: z.ZodType }> = z.output<Command['input']>;

type Which = {
  readonly tenant?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly reason?: string | undefined;
};

/** ` of tenant acme to endpoint default, timeout`. */
const whichText = ({ tenant, endpoint, reason }: Which): string =>
  [
    tenant === undefined ? ' of all tenants' : ` of tenant ${tenant}`,
    endpoint === undefined ? '' : ` to endpoint ${endpoint}`,
    reason === undefined ? '' : `, ${reason}`,
  ].join('');

export async function askBeforeRequeue(
  { open, output }: Session,
  { dryRun, rate: _, ...input }: InputOf<typeof dlqRequeue>,
): Promise<string | undefined> {
  if (dryRun) return undefined;
  const noun = nounOf(input);
  const { matched } = await follow(
    output.progress(`Counting ${plural(noun)}`),
    async () => requeueDeadLetters(await open(), { ...dlqRequestOf(input), dryRun: true }),
    (found) => `${count(found.matched, noun)} found`,
  );
  if (matched === 0) return undefined;
  return `Deliver ${count(matched, noun)}${whichText(input)} again, from attempt 1?`;
}

/** Counts as the replay itself would find them, by a dry run of it. */
export async function askBeforeReplay(
  session: Session,
  input: InputOf<typeof replaysStart>,
): Promise<string | undefined> {
  const { tenant, endpoint, status, types, since, until, limit, dryRun } = input;
  if (tenant === undefined)
    throw new UsageError('Replays of all tenants at once are for the command line.', 'not_offered');
  if (dryRun) return undefined;
  const deployment = await session.open();
  const filter = { status, endpointId: endpoint, eventTypes: types, since, until, limit };
  const request = { action: 'replay_start', tenantId: tenant, dryRun: true, ...filter } as const;
  const counted = theReplay(await askAboutReplays(deployment, request));
  const { matched, state } = await followReplay(session, deployment, counted);
  if (state !== 'done') throw new CommandError('not_counted', `They could not be counted: it is ${state}.`);
  return `Start ${count(matched, `${status} delivery`)}${whichText({ tenant, endpoint })} again?`;
}

export async function askBeforeCancel(
  { open }: Session,
  { tenantId, replayId }: { readonly tenantId: string; readonly replayId: string },
): Promise<string> {
  const request = { action: 'replay_show', tenantId, replayId } as const;
  const { replayed } = theReplay(await askAboutReplays(await open(), request));
  return `Cancel replay ${replayId} of tenant ${tenantId}? ${count(replayed, 'delivery')} that it started stay so; the others are left alone.`;
}

export async function askBeforeRelease(
  { open }: Session,
  { id, all, code }: InputOf<typeof quarantineRelease>,
): Promise<string> {
  const amount = all ? await countQuarantine(await open(), code) : new Set(id).size;
  const which = code === undefined ? '' : `, refused for ${code}`;
  return `Verify ${count(amount, 'request')} in quarantine${which} again, and process what is genuine?`;
}

async function countQuarantine(
  deployment: Awaited<ReturnType<Session['open']>>,
  code: string | undefined,
): Promise<number> {
  let amount = 0;
  for await (const _ of quarantineRows(deployment, { days: QUARANTINE_DAYS, code })) amount += 1;
  return amount;
}

/** What ends a rotation refuses whatever is still signed with the secret before. */
export const askBeforeFinish =
  (provider: Provider) =>
  async ({ open }: Session, written: Readonly<Record<string, unknown>>): Promise<string | undefined> => {
    if (written.finish !== true) return undefined;
    const { accountSid, account = accountSid, secret } = written;
    const secrets = await readProviderSecrets(providerSecretsOf(await open()));
    const lists = listsOf(secrets, provider).filter(
      (list) =>
        list.of.rotation !== undefined &&
        list.account === account &&
        (secret === undefined || list.of.input.option === secret),
    );
    const earlier = lists.reduce((total, list) => total + valuesOf(secrets, list).length - 1, 0);
    const whose = typeof account === 'string' ? `account ${account} of ${provider}` : provider;
    return `End ${count(earlier, 'earlier secret')} of ${whose}? Callbacks that are still signed with it will be refused.`;
  };
