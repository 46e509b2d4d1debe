import { Writable } from 'node:stream';
import { expect, it } from '@jest/globals';
import { createTerminal } from './terminal.ts';

function createStream(isTTY: boolean) {
  const written: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      written.push(String(chunk));
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY }), written };
}

const CLEAR_LINE = '\r\u001b[2K';

it('what goes on is shown below the last line, and gone when it is over', () => {
  const { stream, written } = createStream(true);
  const terminal = createTerminal(stream);
  terminal.status('Starting');
  terminal.line('one');
  terminal.status(undefined);
  terminal.line('two');
  const parts = written.join('').split(CLEAR_LINE);
  expect(parts.map((part) => (part.includes('Starting') ? 'status' : part))).toEqual([
    '',
    'status',
    'one\n',
    'status',
    'two\n',
  ]);
});

it('an output that is no terminal gets the lines only', () => {
  const { stream, written } = createStream(false);
  const terminal = createTerminal(stream);
  terminal.status('Starting');
  terminal.line('one');
  expect(written).toEqual(['one\n']);
});
