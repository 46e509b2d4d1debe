import { expect, it } from '@jest/globals';
import { clock } from '../../testing/builders.ts';
import { aDeployment } from '../../testing/test-session.ts';
import type { DeploymentContext } from '../session.ts';
import { holdDeployment } from './held-deployment.ts';

function opening(kind: 'local' | 'stack') {
  let opened = 0;
  let now = 0;
  let fails = false;
  const context = (): DeploymentContext => ({
    ...aDeployment({ kind }),
    clock,
    random: () => new Uint8Array(),
    sleep: async () => undefined,
  });
  const open = holdDeployment(
    async () => {
      opened += 1;
      if (fails) throw new Error('no credentials');
      return context();
    },
    () => now,
  );
  return {
    open,
    opened: () => opened,
    at: (ms: number) => {
      now = ms;
    },
    fail: (does: boolean) => {
      fails = does;
    },
  };
}

it('reads the outputs of a stack once for what is asked together, and again after half a minute', async () => {
  const { open, opened, at } = opening('stack');
  await Promise.all([open(), open()]);
  at(29_999);
  await open();
  expect(opened()).toBe(1);
  at(30_000);
  await open();
  expect(opened()).toBe(2);
});

it('looks for the local stack each time, for it may have been started again', async () => {
  const { open, opened } = opening('local');
  await open();
  await open();
  expect(opened()).toBe(2);
});

it('keeps no failure', async () => {
  const { open, opened, fail } = opening('stack');
  fail(true);
  await expect(open()).rejects.toThrow('no credentials');
  fail(false);
  await open();
  expect(opened()).toBe(2);
});
