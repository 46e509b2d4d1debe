import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from '@jest/globals';
import { NameError } from './failure.ts';
import { createGuardedLookup } from './guarded-lookup.ts';

const V4 = { address: '93.184.215.14', family: 4 };
const V6 = { address: '2606:2800:21f:cb07:6820:80da:af6b:8b2c', family: 6 };
const privately = (address: string): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 });

type Answer = {
  error: NodeJS.ErrnoException | null;
  address: string | LookupAddress[];
  family: number | undefined;
};

function lookUp(
  addresses: readonly LookupAddress[] | Error,
  options: { all?: boolean; allowLoopback?: boolean } = {},
): Promise<Answer> {
  const lookup = createGuardedLookup({
    allowLoopback: options.allowLoopback ?? false,
    resolveHost: async () => {
      if (addresses instanceof Error) throw addresses;
      return addresses;
    },
    signal: new AbortController().signal,
  });
  return new Promise((done) =>
    lookup('hooks.example.com', { all: options.all ?? false }, (error, address, family) =>
      done({ error, address, family }),
    ),
  );
}

describe('the lookup of a connection', () => {
  it('gives the first public address', async () => {
    expect(await lookUp([V4, V6])).toEqual({ error: null, address: V4.address, family: 4 });
  });

  it('gives all public addresses when all are asked for', async () => {
    expect(await lookUp([V6, V4], { all: true })).toMatchObject({ error: null, address: [V6, V4] });
  });

  it('leaves out private addresses beside public ones', async () => {
    const mixed = [privately('10.0.0.5'), V4, privately('::1')];
    expect(await lookUp(mixed, { all: true })).toMatchObject({ error: null, address: [V4] });
    expect(await lookUp(mixed)).toMatchObject({ error: null, address: V4.address });
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    'fe80::1',
    'fd00:ec2::254',
    'fec0::1',
    '::ffff:127.0.0.1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
  ])('refuses a name that resolves to %s', async (address) => {
    const { error } = await lookUp([privately(address)], { all: true });
    expect(error).toMatchObject({ code: 'ADDRESS_NOT_PUBLIC' });
  });

  it('does not tell the address that it refuses', async () => {
    const { error } = await lookUp([privately('10.1.2.3')]);
    expect(error?.message).not.toContain('10.1.2.3');
  });

  it('hands on that the name does not resolve', async () => {
    const notFound = new NameError('hooks.example.com', 'ENOTFOUND');
    expect(await lookUp(notFound)).toMatchObject({ error: notFound });
  });

  it('takes an empty answer for a name that does not resolve, not for a refusal', async () => {
    expect(await lookUp([])).toMatchObject({ error: { code: 'ENOTFOUND' } });
  });
});

describe('loopback', () => {
  it.each(['127.0.0.1', '127.9.9.9', '::1'])('%s is reached where that is allowed', async (address) => {
    expect(await lookUp([privately(address)], { allowLoopback: true })).toMatchObject({
      error: null,
      address,
    });
  });

  it.each(['10.1.2.3', '169.254.169.254', '::ffff:127.0.0.1', '0.0.0.0'])(
    'being allowed does not allow %s',
    async (address) => {
      const { error } = await lookUp([privately(address)], { allowLoopback: true });
      expect(error).toMatchObject({ code: 'ADDRESS_NOT_PUBLIC' });
    },
  );
});
