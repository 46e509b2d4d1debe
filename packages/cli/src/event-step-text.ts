import type { Event } from '@switchyard/core/events';
import { OPERATIONAL_SOURCE } from '@switchyard/core/operational-events';
import type { EventStep } from './event-history.ts';
import { excerpt } from './format.ts';
import type { Output } from './output.ts';

type Colors = Output['colors'];

const NAMES = {
  accepted: 'accepted',
  attempt: 'attempt',
  retry_scheduled: 'retry',
  delivered: 'delivered',
  dead_lettered: 'dead letter',
  requeued: 'requeued',
  held: 'held',
  purged: 'purged',
} as const satisfies Record<EventStep['kind'], string>;

const NAME_WIDTH = Math.max(...Object.values(NAMES).map((name) => name.length));
const MAX_BODY = 80;

/** One line: when, what, to which endpoint, and what is to be known of it. */
export function stepText(step: EventStep, { createdAt, endpointIds }: Event, colors: Colors): string {
  const name = paintOf(step, colors)(NAMES[step.kind].padEnd(NAME_WIDTH));
  if (step.kind === 'accepted') return `${colors.dim(step.at)}  ${name}  ${acceptedText(step)}`;
  const width = Math.max(...endpointIds.map((id) => id.length));
  const detail = detailOf(step, createdAt);
  return `${colors.dim(step.at)}  ${name}  ${step.endpoint_id.padEnd(width)}  ${detail}`.trimEnd();
}

function acceptedText({
  event_type,
  endpoint_ids,
  provider,
}: Extract<EventStep, { kind: 'accepted' }>): string {
  const what = event_type === undefined ? 'an event without type' : excerpt(event_type, MAX_BODY);
  const from = provider === undefined ? '' : ` ${sourceText(provider)}`;
  const to = endpoint_ids.length === 0 ? 'no endpoint wants it' : `for ${endpoint_ids.join(', ')}`;
  return `${what}${from}, ${to}`;
}

const sourceText = (provider: string): string =>
  provider === OPERATIONAL_SOURCE
    ? 'told by Switchyard of another endpoint'
    : `from a callback of ${provider}`;

function detailOf(step: Exclude<EventStep, { kind: 'accepted' }>, acceptedAt: string): string {
  switch (step.kind) {
    case 'attempt': {
      const answer = step.status_code ?? step.error ?? 'no answer';
      const body = step.response_body === undefined ? '' : `: ${excerpt(step.response_body, MAX_BODY)}`;
      return `${step.attempt}  ${answer} in ${formatMs(step.duration_ms)}${isFailure(step) ? body : ''}`;
    }
    case 'retry_scheduled': {
      const due = step.due_at;
      const when = due === undefined ? '' : `, in ${formatMs(between(step.at, due))}, at ${due}`;
      return `attempt ${step.attempt}${when}`;
    }
    case 'delivered':
      return `${formatMs(between(acceptedAt, step.at))} after it was accepted`;
    case 'dead_lettered':
      return step.reason ?? '';
    case 'requeued':
      return `generation ${step.generation}, from attempt 1`;
    case 'held':
      return 'until the endpoint is enabled again';
    case 'purged':
      return 'given up for good';
  }
}

const isFailure = ({ status_code: status }: Extract<EventStep, { kind: 'attempt' }>): boolean =>
  status === undefined || status < 200 || status > 299;

function paintOf(step: EventStep, colors: Colors): (text: string) => string {
  switch (step.kind) {
    case 'delivered':
      return colors.green;
    case 'attempt':
      return isFailure(step) ? colors.yellow : colors.green;
    case 'dead_lettered':
    case 'purged':
      return colors.red;
    case 'retry_scheduled':
    case 'held':
      return colors.yellow;
    case 'accepted':
    case 'requeued':
      return colors.cyan;
  }
}

const between = (from: string, to: string): number => Math.max(0, Date.parse(to) - Date.parse(from));

/** `12 ms`, `1.5 s`, `16 m 40 s`. */
function formatMs(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 60_000) return `${Number((ms / 1_000).toFixed(1))} s`;
  const seconds = Math.round(ms / 1_000);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} m`;
  return rest === 0 ? `${minutes} m` : `${minutes} m ${rest} s`;
}
