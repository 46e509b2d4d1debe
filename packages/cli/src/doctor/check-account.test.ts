import { describe, expect, it } from '@jest/globals';
import { parseSettings } from '@switchyard/cdk/settings';
import { bootstrapped, fakeAccount } from '../../testing/fake-account.ts';
import { awsError } from '../../testing/fake-client.ts';
import { checkAccount } from './check-account.ts';

const SETTINGS = parseSettings({});
const throwing = (name: string) => () => {
  throw awsError(name);
};

describe('the account', () => {
  it('is named with region and caller', async () => {
    expect(await checkAccount(fakeAccount({ stacks: () => bootstrapped('21') }), SETTINGS)).toMatchObject([
      {
        check: 'identity',
        state: 'ok',
        detail: 'account 123456789012, region eu-west-1, as arn:aws:iam::123456789012:role/operator',
      },
      { check: 'bootstrap', state: 'ok', detail: 'version 21' },
      {
        check: 'quota',
        state: 'ok',
        detail: 'this account runs 1000 functions at once in this region, and 162 are needed',
      },
    ]);
  });

  it('that cannot be asked is the only finding', async () => {
    const findings = await checkAccount(fakeAccount({ identity: throwing('ExpiredToken') }), SETTINGS);
    expect(findings).toMatchObject([
      { check: 'identity', state: 'fail', detail: expect.stringContaining('refuses your credentials') },
    ]);
  });

  it.each([
    ['not bootstrapped', throwing('ValidationError'), 'there is no stack CDKToolkit'],
    ['bootstrapped long ago', () => bootstrapped('5'), 'version 5 is too old'],
  ])('that is %s is warned of, with the command', async (_name, stacks, detail) => {
    const [, bootstrap] = await checkAccount(fakeAccount({ stacks }), SETTINGS);
    expect(bootstrap).toMatchObject({
      state: 'warn',
      detail: expect.stringContaining(detail),
      fix: 'npx -y pnpm exec cdk bootstrap',
    });
  });
});
