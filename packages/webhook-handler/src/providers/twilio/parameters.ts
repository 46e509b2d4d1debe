import * as z from 'zod';
import type { CallbackRequest } from '../../callback-request.ts';
import { parseJson } from '../parse-json.ts';
import { CallbackParseError, CallbackTooComplexError } from '../provider.ts';

export type TwilioParameters = ReadonlyMap<string, string>;

type Body = Pick<CallbackRequest, 'headers' | 'rawBody'>;

const jsonParameters = z.record(z.string(), z.unknown());

/** Messaging webhooks are forms; some Twilio products post JSON with `bodySHA256` in the URL. */
export function isTwilioJson({ headers }: Body): boolean {
  return /^[\w.+-]+\/(?:[\w.+-]+\+)?json\b/i.test(headers['content-type']?.trim() ?? '');
}

/** Far more than Twilio sends, which is about 60 parameters: each is sorted and hashed for each URL and token. */
const MAX_PARAMETERS = 300;
const MAX_BODY_BYTES = 512 * 1024;
const SEPARATOR = 0x26;

/** @returns why the body must not be read any further, whoever sent it; undefined when it may be */
export function sizeProblem(request: Body): string | undefined {
  const { byteLength } = request.rawBody;
  if (byteLength > MAX_BODY_BYTES) {
    return `The body has ${byteLength} bytes; Twilio sends at most ${MAX_BODY_BYTES}.`;
  }
  if (isTwilioJson(request)) return undefined;
  const parameters = 1 + request.rawBody.reduce((count, byte) => count + (byte === SEPARATOR ? 1 : 0), 0);
  return parameters > MAX_PARAMETERS
    ? `The form has ${parameters} parameters; Twilio sends at most ${MAX_PARAMETERS}.`
    : undefined;
}

/**
 * What Twilio says about the message: every parameter, known or not, the first where a name is repeated.
 *
 * @throws CallbackParseError
 */
export function readTwilioParameters(request: Body): TwilioParameters {
  const problem = sizeProblem(request);
  if (problem !== undefined) throw new CallbackTooComplexError(problem);
  return firstOfEach(isTwilioJson(request) ? jsonEntries(request.rawBody) : formEntries(request.rawBody));
}

// URLSearchParams drops one leading "?": this one, instead of one that belongs to the first name.
const formEntries = (body: Uint8Array): Iterable<[string, string]> =>
  new URLSearchParams(`?${Buffer.from(body).toString('utf8')}`);

function jsonEntries(body: Uint8Array): [string, string][] {
  const parsed = jsonParameters.safeParse(parseJson(body));
  if (!parsed.success) throw new CallbackParseError('The body is neither a form nor a JSON object.');
  return Object.entries(parsed.data).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
}

function firstOfEach(entries: Iterable<[string, string]>): TwilioParameters {
  const first = new Map<string, string>();
  for (const [name, value] of entries) if (!first.has(name)) first.set(name, value);
  return first;
}
