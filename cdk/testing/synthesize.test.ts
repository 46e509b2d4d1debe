import { expect, it } from '@jest/globals';
import { synthesize } from './synthesize.ts';

it('a template that cannot be made is named, with what is wrong with its settings', async () => {
  await expect(synthesize({ dev: {}, wrong: { RETRY_SCHEDULE: '1x' } })).rejects.toThrow(
    /^No template for "wrong": .*RETRY_SCHEDULE="1x": /s,
  );
});

it('a template that was not asked for is not there', async () => {
  const templateOf = await synthesize({ dev: {} });

  expect(templateOf('dev').Resources).not.toEqual({});
  expect(() => templateOf('prod')).toThrow('No settings were given for "prod".');
});
