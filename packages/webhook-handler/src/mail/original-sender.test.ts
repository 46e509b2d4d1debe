import { describe, expect, it } from '@jest/globals';
import { originalSender } from './original-sender.ts';

describe('the sender of an envelope', () => {
  it.each([
    ['prvs=4526eb8f24=ann@example.org', 'BATV'],
    ['prvs=ann/4526eb8f24@example.org', 'BATV in its older order'],
    ['btv1==0123abcd==ann@example.org', 'BATV of Barracuda'],
    ['srs0=hhhh=tt=example.org=ann@forwarder.net', 'SRS'],
    ['SRS0+hh+h=tt=example.org=ann@forwarder.net', 'SRS with another separator'],
    ['srs1=hhhh=first.net==hhhh=tt=example.org=ann@second.net', 'SRS over two forwarders'],
    ['srs1=hhhh=first.net=-hhhh=tt=example.org=ann@second.net', 'SRS over two, whose separators differ'],
    ['bob+srs=ktvb+=cb=example.org=ann@contoso.example', 'SRS of Exchange Online'],
    ['srs0=hhhh=tt=example.org=prvs=4526eb8f24=ann@forwarder.net', 'SRS around BATV'],
  ])('%s is ann’s: %s', (address) => {
    expect(originalSender(address)).toBe('ann@example.org');
  });

  it.each([
    'ann@example.org',
    'prvs=@example.org',
    'prvs@example.org',
    'srs0=hhhh=example.org@forwarder.net',
    'srs=x@example.org',
    'ann=bob@example.org',
    '<>',
    '+15550001111',
  ])('%s stays what it is', (address) => {
    expect(originalSender(address)).toBe(address);
  });
});
