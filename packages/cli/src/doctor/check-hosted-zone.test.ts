import { describe, expect, it } from '@jest/globals';
import { fakeAccount } from '../../testing/fake-account.ts';
import { awsError } from '../../testing/fake-client.ts';
import { checkHostedZone } from './check-hosted-zone.ts';

const SETTINGS = { HOSTED_ZONE_ID: 'Z0123456789', HOSTED_ZONE_NAME: 'example.com' };
const zone = (changes: Record<string, unknown> = {}) => ({
  HostedZone: { Name: 'example.com.', Config: { PrivateZone: false }, ...changes },
  DelegationSet: { NameServers: ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.com'] },
});
const check = (answers: Parameters<typeof fakeAccount>[0], settings = SETTINGS) =>
  checkHostedZone(settings, fakeAccount(answers));

describe('the hosted zone', () => {
  it('is skipped where there are no custom domains', async () => {
    expect(await check({}, { HOSTED_ZONE_ID: '', HOSTED_ZONE_NAME: '' })).toMatchObject([
      { state: 'skipped' },
    ]);
  });

  it('is fine when it is public, has the name and is delegated', async () => {
    const nameServers = ['NS-2.awsdns-02.com.'];
    expect(await check({ zone: () => zone(), nameServers })).toMatchObject([
      { check: 'zone', state: 'ok' },
      { check: 'delegation', state: 'ok' },
    ]);
  });

  it('that is not there fails', async () => {
    const missing = () => {
      throw awsError('NoSuchHostedZone');
    };
    expect(await check({ zone: missing })).toMatchObject([
      { state: 'fail', detail: 'there is no hosted zone Z0123456789 in this account' },
    ]);
  });

  it('of another name fails, and tells the name', async () => {
    expect(await check({ zone: () => zone({ Name: 'example.org.' }) })).toMatchObject([
      { state: 'fail', fix: 'HOSTED_ZONE_NAME=example.org, or another HOSTED_ZONE_ID' },
    ]);
  });

  it('that is private fails', async () => {
    expect(await check({ zone: () => zone({ Config: { PrivateZone: true } }) })).toMatchObject([
      { state: 'fail', detail: expect.stringContaining('private zone') },
    ]);
  });

  it.each([
    ['nowhere', undefined],
    ['elsewhere', ['ns.registrar.example']],
  ])('to which DNS leads %s is warned of, with the records to set', async (_name, nameServers) => {
    const [, delegation] = await check({
      zone: () => zone(),
      ...(nameServers === undefined ? {} : { nameServers }),
    });
    expect(delegation).toMatchObject({
      check: 'delegation',
      state: 'warn',
      fix: expect.stringContaining('ns-1.awsdns-01.org, ns-2.awsdns-02.com'),
    });
  });
});
