import { createTenant, type StartDev, startDeliveryCounter } from '@switchyard/local/measure';
import { ownTarget, type Target } from '../load/target.ts';
import type { Section } from '../report/row.ts';
import { type Comparison, compareTargets } from './compare-targets.ts';
import { openPeer } from './open-peer.ts';
import type { Peer } from './peer-file.ts';

const TITLE = 'Peers';

/** Accepting and delivering beside other gateways, which run already on this machine. */
export async function measurePeers(
  start: StartDev,
  peers: readonly Peer[],
  comparison: Comparison,
): Promise<Section> {
  if (peers.length === 0)
    return {
      title: TITLE,
      note: 'No peer was named, so nothing stands beside ours here: --peer FILE names one (docs/performance.md).',
      rows: [],
    };
  const targets: Target[] = [];
  const receiver = await startDeliveryCounter();
  try {
    for (const peer of peers) targets.push(await openPeer(peer));
    const dev = await start();
    try {
      const { apiKey } = await createTenant(receiver.url);
      const own = ownTarget(dev, apiKey, receiver);
      return {
        title: TITLE,
        note: `${targets.map(({ name }) => name).join(', ')}: the same events, generator and kind of receiver on this machine, in turn; open loop, ${comparison.rounds} times ${comparison.seconds} s of each, times from when a request was due. Ours runs on emulators of AWS.`,
        rows: await compareTargets(own, targets, comparison),
      };
    } finally {
      await dev.stop();
    }
  } finally {
    await Promise.all([receiver, ...targets.map((target) => target.receiver)].map((each) => each.close()));
  }
}
