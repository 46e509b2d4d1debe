import { expect, it } from '@jest/globals';
import { takeCanaries } from './canaries.ts';
import { createPlantedCanaries } from './planted-canaries.ts';

it('a canary is of its place, like no other, and may be in no log line of the run', () => {
  const { plant } = createPlantedCanaries();
  const [one, other] = [plant('subject of a mail'), plant('subject of a mail')];
  expect(one).toMatch(/^[g-z]{8}$/);
  expect(other).not.toBe(one);
  expect(takeCanaries()).toContainEqual({ what: 'subject of a mail', text: one });
});

it('one that was never sent is named', () => {
  const { plant, sends, unsent } = createPlantedCanaries();
  const key = plant('API key');
  plant('webhook secret');
  sends({ headers: { authorization: `Basic ${Buffer.from(`user:${key}`).toString('base64')}` } });
  expect(unsent()).toEqual(['webhook secret']);
});
