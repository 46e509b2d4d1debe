import { randomBytes } from 'node:crypto';
import { neverLogged } from './canaries.ts';
import { type Canary, createCanarySearch } from './find-canaries.ts';

const LETTERS = 'ghjkmnpqrstvwxyz';

/** Short, since messages quote the beginning of what they are about; without digits of hexadecimal numbers. */
const newText = (): string => [...randomBytes(8)].map((byte) => LETTERS[byte % LETTERS.length]).join('');

/** Canaries of one test, which proves that each of them was on its way: one that is never sent proves nothing. */
export function createPlantedCanaries() {
  const planted: Canary[] = [];
  const sent: string[] = [];

  /** A text of our own for this place, or the one that must be there. */
  function plant(what: string, text = newText()): string {
    planted.push({ what, text });
    return neverLogged(what, text);
  }

  return {
    plant,
    /** Notes what was sent. @returns the same */
    sends<T>(content: T): T {
      sent.push(typeof content === 'string' ? content : JSON.stringify(content));
      return content;
    },
    /** The places whose canary was in nothing that was sent. */
    unsent(): string[] {
      const search = createCanarySearch(planted);
      const found = new Set(sent.flatMap(search).map(({ text }) => text));
      return planted.filter(({ text }) => !found.has(text)).map(({ what }) => what);
    },
  };
}
