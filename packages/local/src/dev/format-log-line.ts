import color from 'picocolors';
import type { LogLine } from '../local-stack.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A line of a function's log as a person reads it; undefined when it tells a person nothing. */
export function formatLogLine({ shortName, text, json }: LogLine): string | undefined {
  // What is not our JSON is a crash or a library's warning: shown as it is.
  if (json === undefined) return `${color.dim(shortName.padEnd(13))} ${text}`;
  const line = describe(shortName, json);
  return line === undefined ? undefined : `${color.dim(timeOf(json))}  ${line}`;
}

function describe(shortName: string, json: Fields): string | undefined {
  if (json.msg === 'delivery') return describeDelivery(json);
  if (json.msg === 'requeue') return `${color.cyan('requeue'.padEnd(11))} ${idOf(json)}  ${json.outcome}`;
  if (json.msg === 'purge') return `${color.yellow('purge'.padEnd(11))} ${idOf(json)}  ${json.outcome}`;
  if (json.msg === 'request' && shortName === 'ingest-api') return describeRequest(json);
  if (json.msg === 'request' && shortName === 'receiver' && json.outcome !== undefined) return undefined;
  if (json.level === 'error') return `${color.red(shortName)} ${messageOf(json)}`;
  return undefined;
}

function describeDelivery(json: Fields): string | undefined {
  const attempt = `attempt ${json.attempt}`;
  const answer = json.status === undefined ? json.error : `${json.status}`;
  const took = json.durationMs === undefined ? '' : ` in ${json.durationMs} ms`;
  switch (json.outcome) {
    case 'delivered':
      return `${color.green('delivered'.padEnd(11))} ${idOf(json)}  ${attempt}  ${answer}${took}`;
    case 'retry':
      return `${color.yellow('failed'.padEnd(11))} ${idOf(json)}  ${attempt}  ${answer}${took}, next in ${seconds(json.retryInMs)}`;
    case 'dead':
      return `${color.red('dead letter'.padEnd(11))} ${idOf(json)}  ${attempt}  ${answer ?? ''}${took} ${json.reason}`;
    case 'comes_back':
      return `${color.red('worker'.padEnd(11))} ${messageOf(json)} (the message comes back)`;
    default:
      return undefined;
  }
}

function describeRequest(json: Fields): string | undefined {
  const status = Number(json.status);
  const route = `${json.method} ${json.route}`;
  if (json.outcome === 'accepted')
    return `${color.cyan('accepted'.padEnd(11))} ${json.eventId}  ${json.tenantId}`;
  if (json.outcome === 'repeated')
    return `${color.cyan('repeated'.padEnd(11))} ${json.eventId}  ${json.tenantId}`;
  if (json.outcome === 'retried')
    return `${color.cyan('retried'.padEnd(11))} ${json.eventId}  ${json.tenantId}`;
  return status >= 400
    ? `${color.yellow(String(status).padEnd(11))} ${route}  ${json.code ?? ''}`
    : undefined;
}

const idOf = (json: Fields): string => `${json.eventId} → ${json.tenantId}/${json.endpointId}`;
const seconds = (ms: unknown): string => `${Math.round(Number(ms) / 100) / 10} s`;
const timeOf = (json: Fields): string => String(json.time ?? '').slice(11, 23);

function messageOf({ err, msg }: Fields): string {
  const inner = typeof err === 'object' && err !== null && 'message' in err ? err.message : undefined;
  return [msg, inner].filter((part) => part !== undefined).join(': ');
}
