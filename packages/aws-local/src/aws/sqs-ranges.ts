import { asList, isObject, type JsonObject } from '../json.ts';

/** In seconds, as AWS has them; fauxqs takes whatever is given. */
const RANGES = { DelaySeconds: 900, WaitTimeSeconds: 20, VisibilityTimeout: 43_200 } as const;

/** Letters, digits and ASCII punctuation; no spaces. */
const GROUP = /^[!-~]{1,128}$/;

/** What SQS says of a request with a time that is too long, or a group that is none, also in an entry of a batch; undefined: nothing. */
export function outOfRange(input: JsonObject): string | undefined {
  for (const given of [input, ...asList(input.Entries)]) {
    if (!isObject(given)) continue;
    const { MessageGroupId: group } = given;
    if (group !== undefined && group !== null && !GROUP.test(String(group)))
      return `Value ${group} for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.`;
    for (const [name, most] of Object.entries(RANGES)) {
      const value = given[name];
      if (value === undefined || value === null) continue;
      if (typeof value !== 'number' || value < 0 || value > most)
        return `Value ${value} for parameter ${name} is invalid. Reason: Must be between 0 and ${most}, if provided.`;
    }
  }
  return undefined;
}
