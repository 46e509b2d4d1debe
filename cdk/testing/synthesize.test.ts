import { expect, it } from '@jest/globals';
import { synthesize } from './synthesize.ts';
import { TEMPLATES_URL } from './template-messages.ts';

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

it('a stray request is refused, and the run goes on', async () => {
  for (const body of ['', '{}', 'GET / HTTP/1.1']) {
    const response = await fetch(process.env[TEMPLATES_URL] ?? '', {
      method: 'POST',
      body,
      headers: { connection: 'close' },
    });
    expect(response.status).toBe(400);
  }
  await expect(synthesize({ dev: {} })).resolves.toBeDefined();
});
