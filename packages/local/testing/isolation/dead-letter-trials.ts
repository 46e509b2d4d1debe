import { isObject } from '@switchyard/aws-local/json';
import { replayRequestSchema } from '../../../dlq-processor/src/replay-request.ts';
import { dlqRequestSchema } from '../../../dlq-processor/src/request.ts';
import { idsOnlyOf } from './found-ids.ts';
import { ofFirst, ofSecond, type Stage, type Trial } from './stage.ts';

const ACTIONS = dlqRequestSchema.shape.action.options;
const REPLAY_ACTIONS = replayRequestSchema.options.flatMap(({ shape }) => [...shape.action.values]);

type Filter = { readonly name: string; readonly of: (stage: Stage) => object; readonly matchesNone?: true };

const FILTERS: readonly Filter[] = [
  {
    name: 'of the second tenant and another’s events',
    of: (stage) => ({ eventIds: idsOnlyOf('event_id', stage.first.ids, stage.second.ids) }),
    matchesNone: true,
  },
  {
    name: 'of the second tenant and another’s endpoint',
    of: ({ first }) => ({ endpointId: endpointOf(first.ids, 'dead') }),
    matchesNone: true,
  },
  { name: 'of the second tenant', of: () => ({}) },
];

const endpointOf = (ids: ReadonlyMap<string, ReadonlySet<string>>, ending: string): string =>
  [...(ids.get('endpoint_id') ?? [])].find((id) => id.endsWith(`-${ending}`)) ?? '';

/** What an operator asks of one tenant's dead letters and held deliveries touches nobody else's. */
export const deadLetterTrials: readonly Trial[] = [
  ...ACTIONS.flatMap((action) =>
    [false, true].flatMap((held) =>
      FILTERS.map(({ name, of, matchesNone }) => ({
        of: `${action}${held ? ' held' : ''}`,
        name,
        run: async (stage: Stage) => {
          const { tenantId } = stage.second.tenant;
          const result = await stage.flow.dlq({ action, held, tenantId, ...of(stage) });
          if (matchesNone && result.matched !== 0)
            return `It matches ${result.matched}: ${JSON.stringify(result)}`;
          if (JSON.stringify(result).includes(stage.first.tenant.tenantId))
            return `It tells of the first tenant: ${JSON.stringify(result)}`;
          return (await isUntouched(stage)) ?? undefined;
        },
      })),
    ),
  ),
  ...REPLAY_ACTIONS.map((action) => ({
    of: action,
    name: 'of the second tenant, and another’s replay or endpoint',
    run: async (stage: Stage) => {
      const { functionError, result } = await stage.flow.invoke('dlq-processor', {
        action,
        tenantId: stage.second.tenant.tenantId,
        ...replayFields(action, stage),
      });
      const text = JSON.stringify(result);
      const replayId = ofFirst(stage)('replay_id');
      const isFound = functionError === undefined && text.includes(replayId);
      if (isFound) return `It finds another’s replay: ${text}`;
      if (text.includes(stage.first.tenant.tenantId)) return `It tells of the first tenant: ${text}`;
      return isUntouched(stage);
    },
  })),
];

/** The requests are strict: none takes a field of another. */
function replayFields(action: (typeof REPLAY_ACTIONS)[number], stage: Stage): object {
  switch (action) {
    case 'replay_start':
      return { status: 'DLQ', endpointId: endpointOf(stage.first.ids, 'dead') };
    case 'replay_list':
      return {};
    case 'replay_show':
    case 'replay_pause':
    case 'replay_resume':
    case 'replay_cancel':
      return { replayId: ofFirst(stage)('replay_id') };
  }
}

/** What was dead or held of the first one is; its second tenant's ids prove that there is something to find. */
async function isUntouched(stage: Stage): Promise<string | undefined> {
  const { tenant } = stage.first;
  ofSecond(stage)('event_id');
  for (const status of ['DLQ', 'HELD']) {
    const { body } = await tenant.hooks.call('GET', `/v1/events?status=${status}`);
    const events = isObject(body) && Array.isArray(body.events) ? body.events : [];
    if (events.length !== 2)
      return `The first tenant has ${events.length} events that are ${status}, and had 2.`;
  }
  return undefined;
}
