import { describe, expect, it } from '@jest/globals';
import { aKey, NOW } from '../../testing/index.ts';
import { toIso } from '../clock.ts';
import { liveLinks, MAX_KNOWN_LINKS, MAX_LIVE_LINKS, requireRoomForLink } from './portal-links.ts';
import type { PortalKey } from './tenant-identity.ts';

const maker = aKey();

const aLink = (number: number, changes: Partial<PortalKey> = {}): PortalKey => ({
  apiKeyHash: `${number}`.padStart(64, '0'),
  tenantId: 'acme',
  keyId: `key_${number}`,
  status: 'ACTIVE',
  role: 'portal',
  access: 'full',
  madeBy: maker.apiKeyHash,
  createdAt: toIso(NOW),
  expiresAt: toIso(NOW + 60_000),
  forgetAt: NOW / 1_000 + 60,
  ...changes,
});

const links = (count: number, changes: Partial<PortalKey> = {}) =>
  Array.from({ length: count }, (_, index) => aLink(index + 2, changes));

describe('the links that are good', () => {
  it('stand newest first, each with the key that made it', () => {
    const byOperator = aLink(3, { madeBy: undefined });
    expect(liveLinks([maker, aLink(2), byOperator], NOW)).toEqual([
      { link: byOperator },
      { link: aLink(2), maker },
    ]);
  });

  it.each<[string, Partial<PortalKey>]>([
    ['was revoked', { status: 'REVOKED' }],
    ['has expired', { expiresAt: toIso(NOW) }],
    ['was made with a key that is gone', { madeBy: 'f'.repeat(64) }],
  ])('are without one that %s', (_, changes) => {
    expect(liveLinks([maker, aLink(2, changes)], NOW)).toEqual([]);
  });

  it('are without one that was made with a key that is revoked', () => {
    expect(liveLinks([{ ...maker, status: 'REVOKED' }, aLink(2)], NOW)).toEqual([]);
  });
});

describe('one link more', () => {
  const error = expect.objectContaining({ code: 'too_many_portal_links' });

  it('has room until there are as many as there may be', () => {
    expect(() => requireRoomForLink([maker, ...links(MAX_LIVE_LINKS - 1)], NOW)).not.toThrow();
    expect(() => requireRoomForLink([maker, ...links(MAX_LIVE_LINKS)], NOW)).toThrow(error);
  });

  it('has none beside very many that ended lately, until they are forgotten', () => {
    const ended = links(MAX_KNOWN_LINKS, { status: 'REVOKED' });
    expect(() => requireRoomForLink([maker, ...ended], NOW)).toThrow(error);
    expect(() => requireRoomForLink([maker, ...ended.slice(1)], NOW)).not.toThrow();
    expect(() => requireRoomForLink([maker, ...ended], NOW + 60_000)).not.toThrow();
  });

  it('does not count those of a suspended tenant as ended', () => {
    const suspended = links(MAX_LIVE_LINKS, { status: 'SUSPENDED' });
    expect(() => requireRoomForLink([{ ...maker, status: 'SUSPENDED' }, ...suspended], NOW)).toThrow(error);
  });
});
