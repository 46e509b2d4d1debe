import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { collectLogs } from '../../testing/collect-logs.ts';
import { createLogger } from './logger.ts';

const lineSchema = z.record(z.string(), z.unknown());
const logged = (write: (logger: ReturnType<typeof collectLogs>['logger']) => void) => {
  const { logger, text } = collectLogs();
  write(logger);
  return { text: text(), line: lineSchema.parse(JSON.parse(text())) };
};

describe('a log line', () => {
  it('is JSON with level, service, time and message as words', () => {
    const { line } = logged((logger) => logger.info({ tenantId: 'acme' }, 'delivery'));
    expect(line).toEqual({
      level: 'info',
      service: 'test',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      tenantId: 'acme',
      msg: 'delivery',
    });
  });

  it('is left out below the level', () => {
    let text = '';
    const destination = {
      write: (line: string) => {
        text += line;
      },
    };
    createLogger('test', 'warn', destination).info('quiet');
    expect(text).toBe('');
  });

  it('of an error tells its message, code and where it was', () => {
    const error = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const { line } = logged((logger) => logger.error({ err: error }, 'failed'));
    expect(line.err).toMatchObject({
      message: 'refused',
      code: 'ECONNREFUSED',
      stack: expect.stringContaining('logger.test'),
    });
  });
});

describe('the type of an error in a log line', () => {
  it('is its name, which a bundle does not shorten as it does the class', () => {
    class a extends Error {
      override readonly name = 'ThrottlingException';
    }
    const { line } = logged((logger) => logger.error({ err: new a('slow down') }, 'failed'));
    expect(line.err).toMatchObject({ type: 'ThrottlingException', message: 'slow down' });
  });

  it('is none where something else was thrown', () => {
    expect(logged((logger) => logger.error({ err: 'a text' }, 'failed')).line.err).toBe('a text');
  });
});

describe('a log line never shows', () => {
  const names = [
    'authorization',
    'authorizationToken',
    'apiKey',
    'api_key',
    'token',
    'secret',
    'secrets',
    'signature',
    'payload',
    'body',
    'rawBody',
    'responseBody',
    'headers',
    'from',
    'to',
    'email',
    'phone',
  ];

  it.each(names)('%s at the top', (name) => {
    const { text, line } = logged((logger) => logger.info({ [name]: 'hunter2' }));
    expect(text).not.toContain('hunter2');
    expect(line[name]).toBe('[redacted]');
  });

  it.each(names)('%s one level down', (name) => {
    expect(logged((logger) => logger.info({ request: { [name]: 'hunter2' } })).text).not.toContain('hunter2');
  });

  it.each(names)('%s that an error brings along', (name) => {
    const error = Object.assign(new Error('failed'), { [name]: 'hunter2' });
    expect(logged((logger) => logger.error({ err: error })).text).not.toContain('hunter2');
  });

  it('headers with all that is in them', () => {
    const { text } = logged((logger) => logger.info({ headers: { authorization: 'Bearer hunter2' } }));
    expect(text).not.toContain('hunter2');
  });

  it('a token in what a child logger always says', () => {
    expect(logged((logger) => logger.child({ token: 'hunter2' }).info('x')).text).not.toContain('hunter2');
  });
});

describe('redaction', () => {
  it('leaves the object that was logged as it is', () => {
    const request = { token: 'hunter2' };
    logged((logger) => logger.info({ request }));
    expect(request).toEqual({ token: 'hunter2' });
  });

  it.each([
    ['null', null],
    ['a list', ['a']],
    ['a number', 5],
  ])('takes %s as it comes', (_, value) => {
    expect(logged((logger) => logger.info({ value })).line.value).toEqual(value);
  });
});
