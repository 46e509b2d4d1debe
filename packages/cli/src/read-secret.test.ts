import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { readSecret } from './read-secret.ts';

const read = (chunks: readonly (string | Uint8Array)[]) =>
  readSecret({ stdin: Readable.from(chunks), stderr: new PassThrough() }, 'Token');

describe('a secret on stdin', () => {
  it.each([
    ['without line end', ['to', 'ken']],
    ['with a line end', ['token\n']],
    ['with a line end of Windows', ['token\r\n']],
    ['in bytes', [Buffer.from('tok'), Buffer.from('en\n')]],
  ])('is read %s', async (_name, chunks) => {
    expect(await read(chunks)).toBe('token');
  });

  it.each([
    ['empty', ['\n']],
    ['of several lines', ['hidden\nhidden\n']],
    ['too long', ['hidden'.repeat(4_000)]],
  ])('is refused when it is %s, without being shown', async (_name, chunks) => {
    const error = await read(chunks).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'secret_malformed' });
    expect(String(error)).not.toContain('hidden');
  });
});

describe('a secret on a terminal', () => {
  const asking = () => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
    const stderr = new PassThrough();
    return { stdin, stderr, answer: readSecret({ stdin, stderr }, 'Auth token') };
  };

  it('is asked for on stderr, without echo', async () => {
    const { stdin, stderr, answer } = asking();
    await typed(stdin, stderr, 'hidden\r');
    expect(await answer).toBe('hidden');
    const shown = String(stderr.read());
    expect(shown).toContain('Auth token');
    expect(shown).not.toMatch(/[hid▪•*]{6}/);
  });

  it('may be refused with Ctrl-C', async () => {
    const { stdin, stderr, answer } = asking();
    const refused = expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    await typed(stdin, stderr, '\u0003');
    await refused;
  });

  /** Once the question stands there. */
  async function typed(stdin: PassThrough, stderr: PassThrough, text: string): Promise<void> {
    while (stderr.readableLength === 0) await new Promise((resolve) => setImmediate(resolve));
    stdin.write(text);
  }
});
