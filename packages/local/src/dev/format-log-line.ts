import type { LogLine } from '@switchyard/aws-local';
import { isLoggedOutcome } from '@switchyard/core/deliveries';
import color from 'picocolors';

type Fields = Readonly<Record<string, unknown>>;
type Paint = (text: string) => string;

const KIND_WIDTH = 13;

/** A line of a function's log as a person reads it; undefined when it tells a person nothing. */
export function formatLogLine({ source, shortName, text, json }: LogLine): string | undefined {
  // The functions tell the same requests, with what came of them.
  if (source === 'access-log') return undefined;
  // What is not our JSON is a library's warning or console output: shown as it is.
  if (json === undefined) return `${color.dim(shortName)}  ${text}`;
  const line = describe(shortName, json);
  return line === undefined ? undefined : `${color.dim(timeOf(json))}  ${line}`;
}

const row = (paint: Paint, kind: string, ...parts: readonly (string | undefined)[]): string =>
  [paint(kind.padEnd(KIND_WIDTH)), ...parts.filter((part) => part !== undefined && part !== '')].join('  ');

function describe(shortName: string, json: Fields): string | undefined {
  if (json.message === 'Invoke Error') return describeCrash(shortName, json);
  switch (json.msg) {
    case 'delivery':
      return describeDelivery(json);
    case 'tell':
      return describeTold(json);
    case 'requeue':
    case 'purge':
      return describeByHand(json.msg, json);
    case 'dlq':
      return describeScan(json);
    case 'authorize':
      return describeRefusal(json);
    case 'request':
      return shortName === 'receiver' ? describeReceiver(json) : describeRequest(json);
    default:
      return describeTrouble(shortName, json);
  }
}

function describeDelivery(json: Fields): string | undefined {
  const attempt = `attempt ${json.attempt}`;
  const answer = `${json.status ?? json.error ?? 'no request made'}`;
  const took = json.durationMs === undefined ? answer : `${answer} in ${json.durationMs} ms`;
  const { outcome } = json;
  if (!isLoggedOutcome(outcome)) return undefined;
  switch (outcome) {
    case 'delivered':
      return row(color.green, 'delivered', idOf(json), attempt, took);
    case 'retry':
      return row(color.yellow, 'failed', idOf(json), attempt, `${took}, next in ${duration(json.retryInMs)}`);
    case 'dead':
      return row(color.red, 'dead letter', idOf(json), attempt, took, String(json.reason));
    case 'held':
      return row(color.yellow, 'held', idOf(json), attempt, took, String(json.reason));
    case 'comes_back':
      return row(color.red, 'worker', `${messageOf(json)} (the message comes back)`);
    // Nothing was tried, or another line tells it.
    case 'not_due':
    case 'ignored':
    case 'unrecorded':
    case 'outrun':
      return undefined;
  }
}

/** What a tenant's endpoints and the operator were told of an endpoint. */
function describeTold(json: Fields): string {
  const { operationalType, tenantId, endpointId, reason, endpointIds } = json;
  const told = Array.isArray(endpointIds) && endpointIds.length > 0 ? `, told ${endpointIds.join(', ')}` : '';
  const paint = operationalType === 'endpoint.recovered' ? color.green : color.red;
  return row(paint, String(operationalType), `${tenantId}/${endpointId}`, `${reason}${told}`);
}

/** What an operator did to one dead letter. */
function describeByHand(action: 'requeue' | 'purge', json: Fields): string {
  const done = json.outcome === 'requeued' || json.outcome === 'purged';
  if (done) return row(action === 'purge' ? color.yellow : color.cyan, String(json.outcome), idOf(json));
  return row(color.red, action, idOf(json), String(json.outcome));
}

/** Requeued and purged ones have a line each. */
function describeScan(json: Fields): string | undefined {
  if (json.action !== 'peek' && json.dryRun !== true && json.matched !== 0) return undefined;
  const action = json.dryRun === true ? `${json.action}, dry run` : json.action;
  const others = Number(json.malformed) > 0 ? `, ${json.malformed} not ours` : '';
  return row(color.cyan, 'dead letters', `${action}: ${json.matched} match${others}`);
}

function describeRefusal(json: Fields): string | undefined {
  if (json.outcome === 'unauthorized') return row(color.yellow, '401', `token ${json.reason}`);
  if (json.outcome === 'suspended') return row(color.yellow, '403', `tenant ${json.tenantId} is suspended`);
  return undefined;
}

function describeRequest(json: Fields): string | undefined {
  switch (json.outcome) {
    case 'accepted':
    case 'repeated':
    case 'retried':
      return row(color.cyan, json.outcome, String(json.eventId), String(json.tenantId));
    default:
      return describeProblem(json);
  }
}

function describeReceiver(json: Fields): string | undefined {
  const isSwitch = json.status === 200 && (json.route === '/disable' || json.route === '/enable');
  if (isSwitch)
    return row(color.magenta, 'receiver', json.route === '/enable' ? 'switched on' : 'switched off');
  // The worker's line says it.
  return json.outcome === 'switched_off' ? undefined : describeProblem(json);
}

function describeProblem(json: Fields): string | undefined {
  if (Number(json.status) < 400) return undefined;
  const paint = Number(json.status) < 500 ? color.yellow : color.red;
  return row(paint, String(json.status), `${json.method} ${json.route}`, optional(json.code));
}

function describeTrouble(shortName: string, json: Fields): string | undefined {
  // The receiver fails on purpose while it is switched off.
  if (json.level !== 'error' || json.code === 'receiver_disabled') return undefined;
  return row(color.red, shortName, messageOf(json));
}

function describeCrash(shortName: string, json: Fields): string | undefined {
  // The authorizer's way to refuse a token, which has a line of its own.
  if (json.errorMessage === 'Unauthorized') return undefined;
  return row(color.red, shortName, `${json.errorType}: ${json.errorMessage}`);
}

const idOf = (json: Fields): string => `${json.eventId} → ${json.tenantId}/${json.endpointId}`;
const optional = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));
/** As the clock on the wall shows it. */
function timeOf({ time }: Fields): string {
  const at = typeof time === 'string' ? new Date(time) : new Date();
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(11, 23);
}

function duration(ms: unknown): string {
  const seconds = Number(ms) / 1000;
  return seconds < 90 ? `${Math.round(seconds * 10) / 10} s` : `${Math.round(seconds / 6) / 10} min`;
}

function messageOf({ err, msg }: Fields): string {
  const inner = typeof err === 'object' && err !== null && 'message' in err ? err.message : undefined;
  return [msg, inner].filter((part) => part !== undefined).join(': ');
}
