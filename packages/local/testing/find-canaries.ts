export type Canary = { readonly what: string; readonly text: string };
export type FoundCanary = Canary & { readonly form: string; readonly line: string };

/** Shorter ones would be found by chance. */
const MIN_CHARACTERS = 8;
/** Texts are looked up by their beginnings, so that each line is read once, however many canaries there are. */
const START_CHARACTERS = 6;
/** Bits of a number that says of four characters whether any of those texts may begin with them. */
const MARK_BITS = 22;

const markOf = (text: string, at: number): number =>
  ((text.charCodeAt(at) * 7_919 + text.charCodeAt(at + 1) * 104_729) ^
    (text.charCodeAt(at + 2) * 1_299_709 + text.charCodeAt(at + 3) * 15_485_863)) &
  (2 ** MARK_BITS - 1);

type Needle = { readonly canary: Canary; readonly form: string; readonly text: string };

const jsonText = (text: string): string => JSON.stringify(text).slice(1, -1);

/**
 * Base64 of a longer text that has this one in it, without the digits that depend on what stands around it: one for
 * each place in a group of three bytes where it can begin.
 */
const base64Texts = (text: string): string[] =>
  [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const whole = bytes.length - (bytes.length % 3);
    return bytes
      .subarray(0, whole)
      .toString('base64')
      .slice(before === 0 ? 0 : 4);
  });

/** The ways in which a text can stand in a line. Letters count as equal in either case. */
function formsOf(text: string): [form: string, text: string][] {
  const base64 = base64Texts(text);
  return [
    ['plain', text],
    ['JSON', jsonText(text)],
    ['JSON in JSON', jsonText(jsonText(text))],
    ['URL', encodeURIComponent(text)],
    ['form', new URLSearchParams([['', text]]).toString().slice(1)],
    ['hex', Buffer.from(text).toString('hex')],
    ...base64.map((each): [string, string] => ['base64', each]),
    ...base64.map((each): [string, string] => ['base64url', each.replaceAll('+', '-').replaceAll('/', '_')]),
  ];
}

/**
 * @returns a search for all of them, in all their forms
 * @throws RangeError for a canary that is too short to be told from chance
 */
export function createCanarySearch(canaries: readonly Canary[]): (line: string) => FoundCanary[] {
  const byStart = new Map<string, Needle[]>();
  const marks = new Uint8Array(2 ** MARK_BITS);
  for (const canary of new Map(canaries.map((each) => [each.text, each])).values()) {
    const { what, text } = canary;
    if (text.length < MIN_CHARACTERS)
      throw new RangeError(`The canary for ${what} has ${text.length} characters, not ${MIN_CHARACTERS}.`);
    // Of forms that come out alike the first gives its name.
    const formOf = new Map<string, string>();
    for (const [form, each] of formsOf(text).toReversed()) formOf.set(each.toLowerCase(), form);
    for (const [each, form] of formOf) {
      const start = each.slice(0, START_CHARACTERS);
      marks[markOf(start, 0)] = 1;
      const needle = { canary, form, text: each };
      const others = byStart.get(start);
      if (others === undefined) byStart.set(start, [needle]);
      else others.push(needle);
    }
  }

  return (line) => {
    const found = new Map<Canary, FoundCanary>();
    const lower = line.toLowerCase();
    for (let at = 0; at + START_CHARACTERS <= lower.length; at += 1) {
      if (marks[markOf(lower, at)] === 0) continue;
      for (const { canary, form, text } of byStart.get(lower.slice(at, at + START_CHARACTERS)) ?? []) {
        if (lower.startsWith(text, at) && !found.has(canary)) found.set(canary, { ...canary, form, line });
      }
    }
    return [...found.values()];
  };
}
