import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EVENT } from '@switchyard/local/measure';
import { startTestPeer } from '../../testing/peers/start-test-peer.ts';
import { compareTargets } from './compare-targets.ts';
import { measurePeers } from './measure-peers.ts';
import { openPeer } from './open-peer.ts';
import { readPeer } from './peer-file.ts';

const noStack = async () => {
  throw new Error('Nothing is to be measured.');
};
const BRIEF = { rates: [1_000, 2_000], seconds: 0.01, rounds: 2, warmUpSeconds: 0.001, burst: 5 };

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'peers-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function write(name: string, file: object): Promise<string> {
  const path = join(directory, `${name}.json`);
  await writeFile(path, JSON.stringify(file));
  return path;
}

const fileOf = (url: string) => ({
  name: 'Peer 1.0',
  setup: [{ url: `${url}/destinations`, body: { url: '{{receiver}}', run: ['{{run}}'] } }],
  publish: {
    url: `${url}/publish`,
    headers: { authorization: 'Bearer x', 'idempotency-key': '{{id}}' },
    body: { topic: 'order.paid', data: '{{event}}' },
  },
  accepted: [202],
  eventId: { answer: 'data.id', header: 'X-Peer-Event' },
});

async function open(name: string, options: { refuses?: boolean } = {}) {
  const peer = await startTestPeer(options);
  const target = await openPeer(await readPeer(`${name}=${await write(name, fileOf(peer.url))}`));
  return {
    ...peer,
    target,
    close: async () => {
      await target.receiver.close();
      await peer.close();
    },
  };
}

describe('beside a peer', () => {
  it('each figure is that of the same events at the same rates', async () => {
    const [own, peer] = [await open('own'), await open('other')];
    const rows = await compareTargets(own.target, [peer.target], BRIEF);
    await Promise.all([own.close(), peer.close()]);
    const of = (rate: number) =>
      ['accept p50', 'accept p95', 'accept p99']
        .flatMap((what) => [what, what.replace('accept', 'accept → receipt')])
        .concat('not accepted')
        .map((what) => `${rate}/s, ${what}`);
    expect(rows.map(({ what }) => what).toSorted()).toEqual(
      [...of(1_000), ...of(2_000), 'deliveries a second of a burst of 5'].toSorted(),
    );
    for (const { what, own, beside } of rows) {
      if (what.includes(' p')) expect([own.length, beside?.values.length]).toEqual([2, 2]);
      expect(beside?.name).toBe('other');
      expect([...own, ...(beside?.values ?? [])].every(Number.isFinite)).toBe(true);
    }
    expect(peer.published).toHaveLength(1 + 2 * (10 + 20) + 5);
    expect(own.published).toHaveLength(peer.published.length);
    const ids = peer.published.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(ids).size).toBe(ids.length);
    expect(peer.published[0]?.body).toBe(`{"topic":"order.paid","data":${EVENT}}`);
  });

  it('the CPU of an event is counted where the processes of both are known', async () => {
    const [own, peer] = [await open('counted'), await open('uncounted')];
    let seconds = 0;
    const counted = { ...own.target, cpuSeconds: () => (seconds += 0.5) };
    const cpu = async (other: typeof counted | typeof peer.target) =>
      (await compareTargets(counted, [other], BRIEF)).filter(({ what }) => what.startsWith('CPU'));
    expect(await cpu(peer.target)).toEqual([]);
    // Half a second for the five events of the burst.
    expect(await cpu({ ...peer.target, cpuSeconds: counted.cpuSeconds })).toMatchObject([
      { own: [100], beside: { values: [100] } },
    ]);
    await Promise.all([own.close(), peer.close()]);
  });

  it('that refuses events is said how many, and their times are endless', async () => {
    const [own, peer] = [await open('well'), await open('refusing', { refuses: true })];
    const rows = await compareTargets(own.target, [peer.target], { ...BRIEF, burst: 0 });
    await Promise.all([own.close(), peer.close()]);
    const beside = (what: string) => rows.find((row) => row.what === what)?.beside?.values;
    expect(beside('1000/s, not accepted')).toEqual([20]);
    expect(beside('1000/s, accept p50')).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(beside('1000/s, accept → receipt p50')).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
  });

  it('that cannot be set up says what was asked and answered', async () => {
    const file = await write('gone', fileOf('http://127.0.0.1:1'));
    await expect(openPeer(await readPeer(file))).rejects.toThrow('ECONNREFUSED');
    const peer = await startTestPeer({ refuses: true });
    const { publish, ...rest } = fileOf(peer.url);
    const refused = await write('refused', { ...rest, publish, setup: [publish] });
    await expect(openPeer(await readPeer(refused))).rejects.toThrow(
      `Peer 1.0 answered POST ${peer.url}/publish with 429 {"message":"not now"}`,
    );
    await peer.close();
  });

  it('whose file has a mistake says where', async () => {
    const file = fileOf('http://127.0.0.1:1');
    const wrong = await write('wrong', { ...file, accepted: [], header: 'x' });
    await expect(readPeer(wrong)).rejects.toThrow(/--peer .*wrong\.json: (.|\n)*accepted/);
    const unknown = await write('unknown', { ...file, setup: [{ url: 'http://127.0.0.1:1/{{tenant}}' }] });
    await expect(openPeer(await readPeer(unknown))).rejects.toThrow(
      '{{tenant}} in "http://127.0.0.1:1/{{tenant}}"',
    );
  });

  it('it says so where none was named', async () => {
    expect(await measurePeers(noStack, [], BRIEF)).toMatchObject({
      note: expect.stringContaining('No peer was named'),
      rows: [],
    });
  });

  it('the file for Outpost is one', async () => {
    expect(await readPeer('packages/bench/peers/outpost.json')).toMatchObject({ accepted: [202] });
  });
});
