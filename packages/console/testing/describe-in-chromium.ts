import { describe } from '@jest/globals';
import { findChromium } from './launch-chromium.ts';

/** `describe`, skipped with a word of why where there is no Chromium. */
export function describeInChromium(name: string, tests: () => void): void {
  if (findChromium() !== undefined) {
    describe(name, tests);
    return;
  }
  const reason = 'skipped: no Chromium found by CHROMIUM_PATH or on the PATH';
  // Jest shows the titles of skipped tests only when asked to.
  process.stderr.write(`${name}, ${reason}.\n`);
  describe.skip(`${name}, ${reason}`, tests);
}
