import * as z from 'zod';
import type { CallbackRequest } from '../../callback-request.ts';
import { CallbackParseError } from '../provider.ts';

export type TwilioParameters = ReadonlyMap<string, string>;

type Body = Pick<CallbackRequest, 'headers' | 'rawBody'>;

const jsonParameters = z.record(z.string(), z.unknown());

/** Messaging webhooks are forms; some Twilio products post JSON with `bodySHA256` in the URL. */
export function isTwilioJson({ headers }: Body): boolean {
  return /^[\w.+-]+\/(?:[\w.+-]+\+)?json\b/i.test(headers['content-type']?.trim() ?? '');
}

/**
 * What Twilio says about the message: every parameter, known or not, the first where a name is repeated.
 *
 * @throws CallbackParseError
 */
export function readTwilioParameters(request: Body): TwilioParameters {
  const text = Buffer.from(request.rawBody).toString('utf8');
  return firstOfEach(isTwilioJson(request) ? jsonEntries(text) : formEntries(text));
}

// URLSearchParams drops one leading "?": this one, instead of one that belongs to the first name.
const formEntries = (text: string): Iterable<[string, string]> => new URLSearchParams(`?${text}`);

function jsonEntries(text: string): [string, string][] {
  const parsed = jsonParameters.safeParse(parseJson(text));
  if (!parsed.success) throw new CallbackParseError('The body is neither a form nor a JSON object.');
  return Object.entries(parsed.data).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CallbackParseError('The body is not JSON.', { cause });
  }
}

function firstOfEach(entries: Iterable<[string, string]>): TwilioParameters {
  const first = new Map<string, string>();
  for (const [name, value] of entries) if (!first.has(name)) first.set(name, value);
  return first;
}
