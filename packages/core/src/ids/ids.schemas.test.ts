import { describe, expect, it } from '@jest/globals';
import { endpointIdSchema, eventIdSchema, tenantIdSchema } from './ids.ts';

describe.each([
  ['tenant', tenantIdSchema],
  ['endpoint', endpointIdSchema],
])('a %s id', (_, schema) => {
  it.each(['a', '0', 'acme', 'acme-eu_1', 'a'.repeat(63)])('may be %s', (id) => {
    expect(schema.safeParse(id).success).toBe(true);
  });

  it.each(['', '-a', '_a', 'Acme', 'a b', 'a#b', 'a/b', 'a.b', 'a'.repeat(64), 'a\n', 5])(
    'may not be %j',
    (id) => {
      expect(schema.safeParse(id).success).toBe(false);
    },
  );
});

describe('an event id', () => {
  it('that is not one is refused with what one looks like', () => {
    expect(eventIdSchema.safeParse('order-1').error?.issues[0]?.message).toBe(
      'an event id looks like evt_06…',
    );
  });
});
