// biome-ignore-all lint/suspicious/noTemplateCurlyInString: formats of AWS write their variables so
import { expect, it } from '@jest/globals';
import { accessLogLine } from './access-log.ts';

const context = {
  requestId: 'r-1',
  httpMethod: 'POST',
  status: 429,
  identity: { sourceIp: '192.0.2.1', caller: null },
  error: { messageString: '"Too Many Requests"', message: '' },
  authorizer: { company: 'acme' },
};

it('variables are replaced, those without a value by a dash', () => {
  const format =
    '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.httpMethod" $context.status ${context.requestId}.';
  expect(accessLogLine(format, context)).toBe('192.0.2.1 - - [-] "POST" 429 r-1.');
});

it('a JSON format stays JSON', () => {
  const format =
    '{"error":$context.error.messageString,"said":"$context.error.message","company":"$context.authorizer.company","cost":"$5"}';
  expect(JSON.parse(accessLogLine(format, context))).toEqual({
    error: 'Too Many Requests',
    said: '-',
    company: 'acme',
    cost: '$5',
  });
});
