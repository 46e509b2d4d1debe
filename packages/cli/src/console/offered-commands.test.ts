import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { commandLine, type WrittenInput } from '@switchyard/console/command-line';
import type { Answers } from '@switchyard/console/operator-answers';
import { createProgram } from '../program.ts';
import { type AnswerOf, findOffered, offeredCommands, offeredList } from './offered-commands.ts';
import { writtenInput } from './written-input.ts';

/** The pages read what the commands answer: where one answers something else, this does not compile. */
const asThePagesReadIt = (answers: { readonly [Name in keyof Answers]: AnswerOf<Name> }): Answers => answers;

it('answers what the pages read', () => {
  expect(asThePagesReadIt).toBeInstanceOf(Function);
});

describe('the console offers', () => {
  it('each command under its own name', () => {
    expect(Object.entries(offeredCommands).map(([, { command }]) => command.name)).toEqual(
      Object.keys(offeredCommands),
    );
    for (const { command } of offeredList()) expect(findOffered(command.name)?.command).toBe(command);
  });

  it('nothing that shows or takes a secret', () => {
    const names = offeredList().map(({ command }) => command.name);
    for (const name of names)
      expect(name).not.toMatch(
        /^(tenants create|keys create|endpoints (add|update|rotate-secret)|secrets (set|remove)|events send)/,
      );
  });

  it('no change without a question, but what its opposite undoes', () => {
    const reads = /^(overview|doctor|tail|.* (list|show|summary|recent|media|peek|story|verify|rotations))$/;
    const undone = /^(.* (resume|enable|handoff)|replays pause)$/;
    const silent = offeredList()
      .filter(({ question }) => question === undefined)
      .map(({ command }) => command.name)
      .filter((name) => !reads.test(name) && !undone.test(name));
    // It asks itself.
    expect(silent).toEqual(['dlq purge']);
  });
});

/** What the program understands of a command line. */
async function understood(line: string) {
  let heard:
    | { name: string; written: Readonly<Record<string, unknown>>; stack: string | undefined }
    | undefined;
  const program = createProgram(
    { stdout: new PassThrough(), stderr: new PassThrough() },
    async ({ name }, written, stack) => {
      heard = { name, written, stack };
    },
  );
  const words = [...line.matchAll(/'((?:[^']|'\\'')*)'|(\S+)/g)].map(([, quoted, plain = '']) =>
    quoted === undefined ? plain : quoted.replaceAll(String.raw`'\''`, "'"),
  );
  await program.parseAsync(words.slice(2), { from: 'user' });
  return heard;
}

describe('the command line that a page shows', () => {
  it.each<[name: string, input: WrittenInput]>([
    ['overview', {}],
    ['tenants show', { tenantId: 'acme' }],
    ['endpoints pause', { tenantId: 'acme', endpointId: 'default' }],
    ['dlq requeue', { tenant: 'acme', event: ['evt_1', 'evt_2'], held: true, max: '10000' }],
    ['quarantine release', { id: ['a', 'b'] }],
    ['quarantine release', { id: [], all: true }],
    ['conversations list', { channel: 'email', address: "o'neil; rm -rf $HOME @example.com" }],
    ['secrets rotate twilio', { accountSid: `AC${'0'.repeat(32)}`, finish: true }],
  ])('means the same: %s %j', async (name, input) => {
    const command = findOffered(name)?.command;
    if (command === undefined) throw new Error(`${name} is not offered`);
    const heard = await understood(commandLine(command, input, 'switchyard-prod'));
    expect([heard?.name, heard?.stack]).toEqual([name, 'switchyard-prod']);
    expect(heard?.written).toMatchObject(writtenInput(command, input));
  });
});
