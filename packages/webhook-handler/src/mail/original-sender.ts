type Rewriting = readonly [pattern: RegExp, original: string];

const REWRITINGS: readonly Rewriting[] = [
  // BATV, in both of its orders, and as Barracuda writes it.
  [/^prvs=[0-9a-z]+=([^@]+@.+)$/i, '$1'],
  [/^prvs=([^@/]+)\/[0-9a-z]+@(.+)$/i, '$1@$2'],
  [/^btv1==[0-9a-z]+==([^@]+@.+)$/i, '$1'],
  // SRS: forwarded once, or several times, with the separators that it allows; and as Exchange Online writes it.
  [/^srs0[=+-][^=@]+=[^=@]+=([^=@]+)=([^@]+)@.+$/i, '$2@$1'],
  [/^srs1[=+-][^=@]+=[^=@]+=[=+-][^=@]+=[^=@]+=([^=@]+)=([^@]+)@.+$/i, '$2@$1'],
  [/^[^@]+\+srs=[^=@]+=[^=@]+=([^=@]+)=([^@]+)@.+$/i, '$2@$1'],
];
/** A mail is rewritten by its own server, and by those that forward it. */
const MAX_ROUNDS = 4;

/**
 * The sender of an envelope as it was before servers on the way wrote it anew, to recognise their own bounces (BATV)
 * or to pass the next server's SPF (SRS). The signatures in it are those servers' secret, and cannot be checked here.
 */
export function originalSender(address: string): string {
  let original = address;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const [pattern, replacement] = REWRITINGS.find(([form]) => form.test(original)) ?? [];
    if (pattern === undefined || replacement === undefined) break;
    original = original.replace(pattern, replacement);
  }
  return original;
}
