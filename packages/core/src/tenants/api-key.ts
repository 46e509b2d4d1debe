import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

// A prefix that secret scanners can match, 32 random characters (190 bits), and 6 characters of checksum
// over all before it, so that a typo is refused without a read: the form GitHub's tokens made common.
const PREFIX = 'sy_live_';
const SECRET_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export const API_KEY_PATTERN = new RegExp(`^${PREFIX}[0-9A-Za-z]{${SECRET_LENGTH + CHECKSUM_LENGTH}}$`);

/** API Gateway checks this before it calls the authorizer: anything else is 401 at no cost. */
export const AUTHORIZATION_PATTERN = `^[Bb]earer ${PREFIX}[0-9A-Za-z]{${SECRET_LENGTH + CHECKSUM_LENGTH}}$`;

/** API Gateway keeps the authorizer's answer to a key this long: what is done to a key works after it at the latest. */
export const AUTHORIZER_CACHE_SECONDS = 300;

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let i = 0; i < CHECKSUM_LENGTH; i += 1) {
    digits = ALPHABET[rest % ALPHABET.length] + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}

/** A new API key. Show it once; only its hash is ever stored. */
export function createApiKey(random: (size: number) => Uint8Array = randomBytes): string {
  let secret = '';
  while (secret.length < SECRET_LENGTH) {
    for (const byte of random(SECRET_LENGTH)) {
      // 248 is the largest multiple of 62 in a byte: taking the rest would favour some characters.
      if (byte < 248 && secret.length < SECRET_LENGTH) secret += ALPHABET[byte % ALPHABET.length];
    }
  }
  return PREFIX + secret + checksum(PREFIX + secret);
}

/** Whether the text has the form of an API key and its checksum holds. Says nothing about whether it was issued. */
export function isWellFormedApiKey(text: string): boolean {
  if (!API_KEY_PATTERN.test(text)) return false;
  const body = text.slice(0, -CHECKSUM_LENGTH);
  return text.slice(-CHECKSUM_LENGTH) === checksum(body);
}

/** SHA-256, lower-case hex: the key of TenantIdentity. 190 random bits need no salt and no slow hash. */
export function hashApiKey(apiKey: string): string {
  return createHash('sha256').update(apiKey).digest('hex');
}
