import { describe, expect, it } from '@jest/globals';
import { bootstrapped, fakeAccount } from '../../testing/fake-account.ts';
import { awsError } from '../../testing/fake-client.ts';
import { checkAccount } from './check-account.ts';

const throwing = (name: string) => () => {
  throw awsError(name);
};

describe('the account', () => {
  it('is named with region and caller', async () => {
    expect(await checkAccount(fakeAccount({ stacks: () => bootstrapped('21') }))).toMatchObject([
      {
        check: 'identity',
        state: 'ok',
        detail: 'account 123456789012, region eu-west-1, as arn:aws:iam::123456789012:role/operator',
      },
      { check: 'bootstrap', state: 'ok', detail: 'version 21' },
    ]);
  });

  it('that cannot be asked is the only finding', async () => {
    const findings = await checkAccount(fakeAccount({ identity: throwing('ExpiredToken') }));
    expect(findings).toMatchObject([
      { check: 'identity', state: 'fail', detail: expect.stringContaining('refuses your credentials') },
    ]);
  });

  it.each([
    ['not bootstrapped', throwing('ValidationError'), 'there is no stack CDKToolkit'],
    ['bootstrapped long ago', () => bootstrapped('5'), 'version 5 is too old'],
  ])('that is %s is warned of, with the command', async (_name, stacks, detail) => {
    const [, bootstrap] = await checkAccount(fakeAccount({ stacks }));
    expect(bootstrap).toMatchObject({
      state: 'warn',
      detail: expect.stringContaining(detail),
      fix: 'npx -y pnpm exec cdk bootstrap',
    });
  });
});
