import { createSocket, type RemoteInfo } from 'node:dgram';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createTestClock } from '@switchyard/core/testing';
import { createResolveHost, type ResolveHostOptions } from './resolve-host.ts';

/** Long enough to wait for what is there, on a machine with much else to do. */
const PATIENT_MS = 10_000;
/** A test waits out a part of it. */
const LOSSY_MS = PATIENT_MS;
/** A test waits it out. */
const SHORT_MS = 100;

const closings: (() => void)[] = [];
afterEach(() => {
  for (const close of closings.splice(0)) close();
});

type IsSilent = (name: string, nth: number) => boolean;

/** A name server that answers A queries for names in `zone` with 192.0.2.1, says no to others, or is silent. */
async function startNameServer(isSilent: IsSilent = () => false) {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query: Buffer, from: RemoteInfo) => {
    const { name, type, end } = readQuestion(query);
    asked.push(`${name} ${type === 1 ? 'A' : 'AAAA'}`);
    if (!isSilent(name, asked.length)) socket.send(answerTo(query, end, name, type), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  closings.push(() => socket.close());
  return { server: `127.0.0.1:${socket.address().port}`, asked };
}

/** The one question of a query, in the form of RFC 1035, 4.1.2. */
function readQuestion(query: Buffer) {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function answerTo(query: Buffer, end: number, name: string, type: number): Buffer {
  const exists = !name.startsWith('missing');
  const hasAddress = exists && type === 1;
  const head = Buffer.from(query.subarray(0, end));
  // A response, recursion available, NOERROR or NXDOMAIN; one question, as many answers as there are, nothing else.
  head.writeUInt16BE(0x8180 | (exists ? 0 : 3), 2);
  head.writeUInt16BE(hasAddress ? 1 : 0, 6);
  head.writeUInt16BE(0, 8);
  head.writeUInt16BE(0, 10);
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1]);
  return hasAddress ? Buffer.concat([head, record]) : head;
}

const never = () => new AbortController().signal;

async function setUp(options: Partial<ResolveHostOptions> = {}, isSilent?: IsSilent) {
  const time = createTestClock();
  const { server, asked } = await startNameServer(isSilent);
  const resolveHost = createResolveHost({
    clock: time.clock,
    servers: [server],
    lookupMs: PATIENT_MS,
    ...options,
  });
  return { resolveHost, asked, time };
}

const FOUND = [{ address: '192.0.2.1', family: 4 }];
const isStuck = (name: string) => name.startsWith('stuck');

describe('a name', () => {
  it('gives its addresses', async () => {
    const { resolveHost, asked } = await setUp();
    expect(await resolveHost('hooks.example.com', never())).toEqual(FOUND);
    expect(asked.toSorted()).toEqual(['hooks.example.com A', 'hooks.example.com AAAA']);
  });

  it('that does not exist fails with ENOTFOUND', async () => {
    const { resolveHost } = await setUp();
    await expect(resolveHost('missing.example.com', never())).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('that is not answered for fails with ETIMEOUT when its own time is over', async () => {
    const { resolveHost } = await setUp({ lookupMs: SHORT_MS }, isStuck);
    await expect(resolveHost('stuck.example.com', never())).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });

  it('is asked for again when a question was lost', async () => {
    const { resolveHost, asked } = await setUp({ lookupMs: LOSSY_MS }, (_, nth) => nth <= 2);
    expect(await resolveHost('hooks.example.com', never())).toEqual(FOUND);
    expect(asked.length).toBeGreaterThan(2);
  });

  it('is asked for at the second server when the first is silent', async () => {
    const silent = await startNameServer(() => true);
    const { server } = await startNameServer();
    const { resolveHost } = await setUp({ servers: [silent.server, server], lookupMs: LOSSY_MS });
    expect(await resolveHost('hooks.example.com', never())).toEqual(FOUND);
  });

  it('of this machine’s own file of hosts is not asked for', async () => {
    const here = [{ address: '127.0.0.1', family: 4 }];
    const { resolveHost, asked } = await setUp({ readHosts: () => here });
    expect(await resolveHost('box', never())).toEqual(here);
    expect(asked).toEqual([]);
  });
});

describe('names that are never answered for', () => {
  it.each([1, 2, 4, 9, 40])(
    '%i of them do not delay the others, of this batch or the next',
    async (count) => {
      const { resolveHost } = await setUp({}, isStuck);
      const leaving = new AbortController();
      const stuck = Array.from({ length: count }, (_, i) =>
        resolveHost(`stuck${i}.example.com`, leaving.signal).catch(({ code }) => code),
      );
      expect(await resolveHost('one.example.com', never())).toEqual(FOUND);
      expect(await resolveHost('two.example.com', never())).toEqual(FOUND);
      leaving.abort();
      await Promise.all(stuck);
    },
  );
});

describe('a name that several want', () => {
  it('is asked for once, and again when its answer is old', async () => {
    const { resolveHost, asked, time } = await setUp();
    const all = await Promise.all(Array.from({ length: 10 }, () => resolveHost('a.example.com', never())));
    await resolveHost('a.example.com', never());
    expect([all.length, asked.length]).toEqual([10, 2]);
    time.advance(1_000);
    await resolveHost('a.example.com', never());
    expect(asked).toHaveLength(4);
  });

  it('is not asked for again while its failure is fresh', async () => {
    const { resolveHost, asked, time } = await setUp();
    for (let i = 0; i < 3; i += 1)
      await expect(resolveHost('missing.example.com', never())).rejects.toThrow();
    expect(asked).toHaveLength(2);
    time.advance(5_000);
    await expect(resolveHost('missing.example.com', never())).rejects.toThrow();
    expect(asked).toHaveLength(4);
  });

  it('is waited for as long as one of them waits', async () => {
    const { resolveHost, asked } = await setUp({}, isStuck);
    const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
    const wait = ({ signal }: AbortController) =>
      resolveHost('stuck.example.com', signal).catch(({ code }) => code);
    const waits = [wait(first), wait(second)];
    first.abort();
    waits.push(wait(third));
    expect(await resolveHost('b.example.com', never())).toEqual(FOUND);
    expect(asked.filter((question) => question === 'stuck.example.com A')).toHaveLength(1);
    second.abort();
    third.abort();
    expect(await Promise.all(waits)).toEqual(['ETIMEOUT', 'ETIMEOUT', 'ETIMEOUT']);
  });

  it('is given up when nobody waits any more, which says nothing about the name', async () => {
    const { resolveHost, asked } = await setUp({}, isStuck);
    const leaving = new AbortController();
    const wait = resolveHost('stuck.example.com', leaving.signal).catch(({ code }) => code);
    leaving.abort();
    expect(await wait).toBe('ETIMEOUT');
    const again = new AbortController();
    const second = resolveHost('stuck.example.com', again.signal).catch(() => undefined);
    await resolveHost('d.example.com', never());
    again.abort();
    await second;
    expect(asked.filter((question) => question === 'stuck.example.com A')).toHaveLength(2);
  });
});
