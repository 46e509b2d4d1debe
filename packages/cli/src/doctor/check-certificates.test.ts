import { describe, expect, it } from '@jest/globals';
import { anEndpoint, createTestClientKeys, createTestTables, DAY_MS, NOW } from '@switchyard/core/testing';
import { awsError } from '../../testing/fake-client.ts';
import { aDeployment } from '../../testing/test-session.ts';
import { checkCertificates } from './check-certificates.ts';

const tlsUntil = (days: number) => ({
  version: crypto.randomUUID(),
  subject: 'CN=acme',
  fingerprint: 'ab',
  expiresAt: new Date(NOW + days * DAY_MS).toISOString(),
});

function check(days: readonly (number | undefined)[], { isOn = true } = {}) {
  const { documents, endpoints } = createTestTables();
  for (const [index, each] of days.entries())
    endpoints.store(
      anEndpoint({ endpointId: `e${index}`, ...(each === undefined ? {} : { tls: tlsUntil(each) }) }),
    );
  const clientKeys = isOn ? createTestClientKeys().clientKeys : undefined;
  return checkCertificates(aDeployment({ documents, clientKeys }), () => NOW);
}

describe('certificates of endpoints', () => {
  it('are well while none expires within 30 days', async () => {
    expect(await check([30, 400, undefined])).toEqual([
      expect.objectContaining({ state: 'ok', detail: expect.stringContaining('of 2 endpoints') }),
    ]);
  });

  it('that expire sooner, or have, are named with the command that replaces them', async () => {
    expect(await check([29.9, -1, 31])).toMatchObject([
      { state: 'warn', detail: expect.stringMatching(/endpoint e0 of acme expires on \d{4}-/) },
      { state: 'warn', detail: expect.stringMatching(/e1 of acme expired on .*nothing is delivered/) },
    ]);
    expect((await check([1]))[0]?.fix).toContain('endpoints update acme e0 --client-certificate');
  });

  it('that are left over where they were switched off are named', async () => {
    expect(await check([400], { isOn: false })).toMatchObject([
      { state: 'warn', detail: expect.stringContaining('CLIENT_CERTIFICATES is off') },
    ]);
    expect(await check([undefined], { isOn: false })).toMatchObject([{ state: 'skipped' }]);
  });

  it('are not looked for without the right to', async () => {
    const { documents } = createTestTables();
    const scan = async () => {
      throw awsError('AccessDeniedException');
    };
    expect(await checkCertificates(aDeployment({ documents: { ...documents, scan } }))).toMatchObject([
      { state: 'skipped', detail: expect.stringContaining('dynamodb:Scan') },
    ]);
  });
});
