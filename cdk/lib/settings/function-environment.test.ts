import { expect, it } from '@jest/globals';
import * as z from 'zod';
import { EVERYTHING_ON } from '../../testing/everything-on.ts';
import { propertiesOf, synthesize } from '../../testing/synthesize.ts';
import { settingsFor } from './function-environment.ts';
import { parseSettings } from './settings.ts';

/** What Lambda takes, as the JSON that it measures. */
const MAX_BYTES = 4 * 1024;
/** A queue's URL in a region with a long name; CloudFormation cuts names to 80 characters. */
const LONG_REFERENCE = 'x'.repeat(54 + 80);

const templateOf = await synthesize({
  longest: {
    ...EVERYTHING_ON,
    PREFIX: 'p'.repeat(31),
    CORS_ORIGINS: Array.from({ length: 20 }, (_, n) => `https://${n}`.padEnd(24, 'x')).join(),
    FALLBACK_MESSAGE: 'x'.repeat(1_021),
    FALLBACK_MESSAGE_WHATSAPP: 'x',
    FALLBACK_MESSAGE_SMS: 'x',
    FALLBACK_MESSAGE_EMAIL: 'x',
    FALLBACK_FROM_EMAIL: `${'x'.repeat(140)}@example.com`,
    FALLBACK_DAILY_LIMIT: '100000',
    FALLBACK_DAILY_LIMIT_PER_TENANT: '100000',
    FALLBACK_DAILY_LIMIT_PER_DESTINATION: '100000',
  },
});

it('fits into what Lambda takes of each function, with long names and texts', () => {
  for (const [name, { Environment }] of Object.entries(
    propertiesOf(templateOf('longest'), 'AWS::Lambda::Function'),
  )) {
    const { Variables } = z
      .object({ Variables: z.record(z.string(), z.unknown()) })
      .parse(Environment ?? { Variables: {} });
    const resolved = Object.entries(Variables).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : LONG_REFERENCE,
    ]);

    const bytes = Buffer.byteLength(JSON.stringify(Object.fromEntries(resolved)));
    expect(`${name} ${bytes > MAX_BYTES ? bytes : 'fits'}`).toBe(`${name} fits`);
  }
});

it('has the settings that are not as the function has them anyway', () => {
  const schema = z.object({
    MAX_ATTEMPTS: z.coerce.number().default(5),
    LOG_LEVEL: z.string().default('info'),
  });

  expect(settingsFor(schema, parseSettings({ MAX_ATTEMPTS: '7' }))).toEqual({ MAX_ATTEMPTS: '7' });
});
