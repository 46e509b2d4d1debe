import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { breakingChanges } from './breaking-changes.ts';

const event = z.object({
  type: z.literal('order.paid'),
  at: z.iso.datetime(),
  status: z.enum(['open', 'paid']),
  note: z.string().nullable(),
  tag: z.string().optional(),
  items: z.array(z.object({ id: z.string(), count: z.number().int() })),
});
const changes = (after: z.ZodType, before: z.ZodType = event) =>
  breakingChanges(z.toJSONSchema(before), z.toJSONSchema(after));

describe('a change that every reader survives', () => {
  it.each<[string, z.ZodType]>([
    ['none', event],
    ['an added field', event.extend({ more: z.string() })],
    ['a value that is used no more', event.extend({ status: z.enum(['paid']) })],
    ['a field that is null no more', event.extend({ note: z.string() })],
    ['a field that is absent no more', event.extend({ tag: z.string() })],
    [
      'an added field of an item',
      event.extend({ items: z.array(z.object({ id: z.string(), count: z.number().int(), more: z.null() })) }),
    ],
  ])('%s', (_, after) => {
    expect(changes(after)).toEqual([]);
  });

  it('a further type of event', () => {
    const other = z.object({ type: z.literal('order.lost') });
    const before = z.discriminatedUnion('type', [event, other]);
    const after = z.discriminatedUnion('type', [
      event.extend({ type: z.enum(['order.paid', 'order.refunded']) }),
      other,
    ]);

    expect(changes(after, before)).toEqual([]);
  });
});

describe('a change that breaks a reader', () => {
  it.each<[string, z.ZodType, string]>([
    ['a field is gone', event.omit({ at: true }), '$.at: is gone'],
    ['an optional field is gone', event.omit({ tag: true }), '$.tag: is gone'],
    ['a field may be absent', event.partial({ status: true }), '$.status: may now be absent'],
    ['a field may be null', event.extend({ at: z.iso.datetime().nullable() }), '$.at: may now be null'],
    [
      'a new value',
      event.extend({ status: z.enum(['open', 'paid', 'lost']) }),
      '$.status: may now be "lost"',
    ],
    ['any value', event.extend({ status: z.string() }), '$.status: may now be any string'],
    ['another type', event.extend({ note: z.number() }), '$.note: may now be number'],
    ['another form', event.extend({ at: z.string() }), '$.at: is no longer a date-time'],
    [
      'a field of an item is gone',
      event.extend({ items: z.array(z.object({ id: z.string() })) }),
      '$.items[].count: is gone',
    ],
  ])('%s', (_, after, expected) => {
    expect(changes(after)).toEqual([expected]);
  });
});
