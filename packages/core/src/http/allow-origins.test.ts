import { describe, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import { allowOrigins } from './allow-origins.ts';

async function answerTo(origin: string | undefined, origins: readonly string[]) {
  const app = Fastify();
  allowOrigins(app, origins);
  app.get('/', async () => ({}));
  const { headers } = await app.inject({ url: '/', headers: origin === undefined ? {} : { origin } });
  return { allowed: headers['access-control-allow-origin'], vary: headers.vary };
}

describe('an answer', () => {
  const LISTED = ['https://a.example.com', 'https://b.example.com'];

  it('may be read by any page where any origin is allowed', async () => {
    expect(await answerTo('https://c.example.com', ['*'])).toEqual({ allowed: '*', vary: undefined });
    expect(await answerTo(undefined, ['*'])).toEqual({ allowed: '*', vary: undefined });
  });

  it.each(LISTED)('may be read by a page of a listed origin: %s', async (origin) => {
    expect(await answerTo(origin, LISTED)).toEqual({ allowed: origin, vary: 'Origin' });
  });

  it.each(['https://c.example.com', 'https://a.example.com.evil.example', 'null', undefined])(
    'may not be read by a page of another: %s',
    async (origin) => {
      expect(await answerTo(origin, LISTED)).toEqual({ allowed: undefined, vary: 'Origin' });
    },
  );

  it('says nothing where no origin is allowed', async () => {
    expect(await answerTo('https://a.example.com', [])).toEqual({ allowed: undefined, vary: undefined });
  });
});
