import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { Line } from '@switchyard/console/console-answers';
import { streamLines } from './stream-lines.ts';

/** A reader that takes lines when it is told to. */
function aReader() {
  const events = new EventEmitter();
  const written: Line[] = [];
  let isSlow = false;
  const response = {
    on: (name: string, listener: () => void) => events.on(name, listener),
    setHeader: () => undefined,
    writeHead: () => undefined,
    flushHeaders: () => undefined,
    write(text: string) {
      written.push(JSON.parse(text));
      this.writableLength += isSlow ? text.length : 0;
      return !isSlow;
    },
    end: () => undefined,
    destroy: () => events.emit('close'),
    writableLength: 0,
  };
  return {
    // Only what is used of it.
    response: response as unknown as Parameters<typeof streamLines>[0],
    written,
    stop: () => {
      isSlow = true;
    },
    goOn: () => {
      isSlow = false;
      response.writableLength = 0;
      events.emit('drain');
    },
  };
}

const progress = (done: number): Line => ({ kind: 'progress', label: 'Looking', message: '', done });
const printed = (text: string): Line => ({ kind: 'printed', value: {}, text });

describe('lines to a reader', () => {
  it('that takes them come one by one', async () => {
    const { response, written } = aReader();
    const lines = [progress(1), progress(2), printed('Done.')];
    await streamLines(response, async (tell) => lines.forEach(tell));
    expect(written).toEqual(lines);
  });

  it('that is slow are kept, but of progress the latest alone', async () => {
    const { response, written, stop, goOn } = aReader();
    await streamLines(response, async (tell) => {
      stop();
      for (let done = 1; done <= 1_000; done += 1) tell(progress(done));
      expect(written).toEqual([progress(1)]);
      goOn();
      expect(written).toEqual([progress(1), progress(1_000)]);
      stop();
      tell(progress(1_001));
      tell(progress(1_002));
      tell(printed('Done.'));
    });
    expect(written.slice(2)).toEqual([progress(1_001), progress(1_002), printed('Done.')]);
  });

  it('that takes nothing end, and so does what only watches', async () => {
    const { response, written, stop } = aReader();
    stop();
    const text = 'x'.repeat(1_000_000);
    await streamLines(response, async (tell, signal) => {
      for (let line = 0; line < 100 && !signal.aborted; line += 1) tell(printed(text));
      expect(signal.aborted).toBe(true);
      tell(printed('nobody'));
    });
    expect(written).toHaveLength(17);
  });
});
