import { describe, expect, it } from '@jest/globals';
import { fakeAccount } from '../../testing/fake-account.ts';
import { awsError } from '../../testing/fake-client.ts';
import { testSession } from '../../testing/test-session.ts';
import { preflight } from './preflight.ts';

const FIRST = { STAGE: 'prod', FIRST_DEPLOYMENT: 'true' };

function ask(environment: Record<string, string>, stacks: () => unknown) {
  const { session } = testSession({
    environment,
    directory: '/nowhere',
    openAccount: async () => fakeAccount({ stacks }),
  });
  return preflight.run(session, {});
}

const stackThatIs = (StackStatus: string) => () => ({ Stacks: [{ StackStatus }] });

describe('preflight', () => {
  it('lets a first deployment go where no stack is', async () => {
    const nothing = () => {
      throw awsError('ValidationError');
    };
    expect(await ask(FIRST, nothing)).toEqual({ stack: 'switchyard-prod', first_deployment: true });
  });

  it.each(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED', 'REVIEW_IN_PROGRESS'])(
    'lets it go again after one that failed: %s',
    async (status) => {
      expect(await ask(FIRST, stackThatIs(status))).toMatchObject({ first_deployment: true });
    },
  );

  it.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_FAILED'])(
    'refuses to take the protection from a stack that is there: %s',
    async (status) => {
      await expect(ask(FIRST, stackThatIs(status))).rejects.toMatchObject({
        code: 'already_deployed',
        message: expect.stringContaining(`switchyard-prod is ${status}`),
      });
    },
  );

  it('asks nobody where protection stays', async () => {
    const asked = () => {
      throw new Error('It was asked.');
    };
    expect(await ask({ STAGE: 'prod' }, asked)).toEqual({
      stack: 'switchyard-prod',
      first_deployment: false,
    });
  });
});
