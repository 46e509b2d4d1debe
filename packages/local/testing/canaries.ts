import type { Canary } from './find-canaries.ts';

const registered = new Map<string, Canary>();

/**
 * Names something that no log line of this test run may have in it, in any form.
 *
 * @param text at least 8 characters that stand for nothing else
 * @returns the text
 */
export function neverLogged(what: string, text: string): string {
  registered.set(text, { what, text });
  return text;
}

/** What this process has registered since it was last asked, for the check at the end of the run. */
export function takeCanaries(): Canary[] {
  const taken = [...registered.values()];
  registered.clear();
  return taken;
}
