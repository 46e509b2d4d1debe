import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { parseConfig } from './parse-config.ts';

const schema = z.object({
  TABLE: z.string().min(1),
  LIMIT: z.coerce.number().int().max(10),
  SIGNING_SECRET: z.string().min(20).optional(),
  API_TOKEN: z.string().min(20).optional(),
  ACCESS_KEY: z.string().min(20).optional(),
});

describe('a function’s environment', () => {
  it('is read through its schema, and the rest of the environment left out', () => {
    expect(parseConfig(schema, { TABLE: 'events', LIMIT: '5', PATH: '/bin' })).toEqual({
      TABLE: 'events',
      LIMIT: 5,
    });
  });

  it('that lacks a variable is refused by name', () => {
    expect(() => parseConfig(schema, { LIMIT: '5' })).toThrow(/ {2}TABLE is not set: .*string/);
  });

  it('with a wrong value is refused with the value and what is allowed', () => {
    expect(() => parseConfig(schema, { TABLE: 'events', LIMIT: '11' })).toThrow(/ {2}LIMIT is "11": .*10/);
  });

  it('with two mistakes is refused with both', () => {
    expect(() => parseConfig(schema, { TABLE: '', LIMIT: 'many' })).toThrow(
      /TABLE is ""[\s\S]*LIMIT is "many"/,
    );
  });

  it.each(['SIGNING_SECRET', 'API_TOKEN', 'ACCESS_KEY'])('never shows the value of %s', (name) => {
    const attempt = () => parseConfig(schema, { TABLE: 't', LIMIT: '1', [name]: 'hunter2' });
    expect(attempt).toThrow(`  ${name} is set: `);
    expect(attempt).not.toThrow(/hunter2/);
  });

  it('is refused with a code and not as something that could be retried', () => {
    expect(() => parseConfig(schema, {})).toThrow(
      expect.objectContaining({ name: 'ConfigError', code: 'config_invalid' }),
    );
  });
});
