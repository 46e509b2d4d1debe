import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matchesFilter } from './matches-filter.ts';
import { parseFilter } from './parse-filter.ts';

const matches = (pattern: unknown, payload: unknown) => matchesFilter(parseFilter(pattern), payload);

describe('one field', () => {
  it.each<[string, unknown, unknown[], unknown[]]>([
    [
      'text',
      ['paid'],
      ['paid', ['open', 'paid'], [['paid']]],
      ['Paid', 'paid ', ['open'], { paid: 1 }, null],
    ],
    ['one of several', ['paid', 3, null], ['paid', 3, null], ['3', 'null', false, 0]],
    ['a number, however it is written', [300], [300, 3.0e2], ['300', 300.1]],
    ['true and false', [false], [false], [0, '', null, 'false']],
    ['prefix', [{ prefix: 'eu-' }], ['eu-west', 'eu-'], ['EU-west', 'us-eu-', 1]],
    ['prefix in any case', [{ prefix: { 'equals-ignore-case': 'EU-' } }], ['eu-west'], ['us-west']],
    ['suffix', [{ suffix: '.png' }], ['a.png', '.png'], ['a.PNG', 'png']],
    ['suffix in any case', [{ suffix: { 'equals-ignore-case': '.PNG' } }], ['a.png'], ['a.jpg']],
    ['equals-ignore-case', [{ 'equals-ignore-case': 'Alice' }], ['ALICE', 'alice'], ['alic', 5]],
    ['exists', [{ exists: true }], ['', 0, false, null, [1]], [[], {}, { deeper: 1 }]],
    ['not exists', [{ exists: false }], [[], {}, { deeper: 1 }], ['', 0, false, null, [[1]]]],
    ['not exists, or a value', [{ exists: false }, 'paid'], [[], 'paid'], ['open', null]],
    [
      'wildcard',
      [{ wildcard: '*/bin/*.jar' }],
      ['/bin/.jar', '/a/bin/b/bin/c.jar'],
      ['/bin/jar', 'bin/a.jar'],
    ],
    ['wildcard whose ends overlap', [{ wildcard: 'aba*ba' }], ['ababa', 'aba-ba'], ['aba']],
    ['an escaped asterisk', [{ wildcard: '2\\*\\\\*' }], ['2*\\', '2*\\3'], ['23', '2*3']],
    ['only an asterisk', [{ wildcard: '*' }], ['', 'anything'], [1, null]],
    ['a range', [{ numeric: ['>', 0, '<=', 5] }], [0.1, 5], [0, 5.1, '3', null]],
    ['a number by numeric', [{ numeric: ['=', 3.018e2] }], [301.8], [301]],
    ['one bound', [{ numeric: ['>=', -1] }], [-1, 7], [-1.1]],
    ['cidr', [{ cidr: '10.0.0.0/24' }], ['10.0.0.255', '10.0.0.0'], ['10.0.1.0', '::ffff:10.0.0.1', 'x', 10]],
    [
      'cidr of IPv6',
      [{ cidr: '2001:db8::/32' }],
      ['2001:db8:ffff::1', '2001:DB8::'],
      ['2001:db9::', '10.0.0.1'],
    ],
    [
      'anything-but',
      [{ 'anything-but': 'open' }],
      ['paid', 1, null, true, ['open', 'paid']],
      ['open', ['open'], []],
    ],
    ['anything-but some', [{ 'anything-but': [1, 2] }], [3, '1', null], [1, 2]],
    ['anything-but prefix', [{ 'anything-but': { prefix: ['in', 'er'] } }], ['ok', 4], ['init', 'error']],
    ['anything-but suffix', [{ 'anything-but': { suffix: 'x' } }], ['xa'], ['ax']],
    ['anything-but wildcard', [{ 'anything-but': { wildcard: ['a*b', 'c*'] } }], ['b'], ['ab', 'a-b', 'c']],
    [
      'anything-but case',
      [{ 'anything-but': { 'equals-ignore-case': 'Open' } }],
      ['opened'],
      ['OPEN', 'open'],
    ],
  ])('%s', (_name, wanted, like, unlike) => {
    for (const value of like)
      expect([value, matches({ field: wanted }, { field: value })]).toEqual([value, true]);
    for (const value of unlike)
      expect([value, matches({ field: wanted }, { field: value })]).toEqual([value, false]);
  });
});

describe('several fields', () => {
  it('asks for all of them', () => {
    const pattern = {
      type: ['order.paid'],
      data: { amount: [{ numeric: ['>', 100] }], country: ['DE', 'AT'] },
    };
    expect(matches(pattern, { type: 'order.paid', data: { amount: 101, country: 'AT', more: 1 } })).toBe(
      true,
    );
    expect(matches(pattern, { type: 'order.paid', data: { amount: 99, country: 'AT' } })).toBe(false);
    expect(matches(pattern, { type: 'order.paid' })).toBe(false);
  });

  it('asks for all of them of one element of an array', () => {
    const pattern = { items: { sku: ['a'], stock: [0] } };
    expect(matches(pattern, { items: [{ sku: 'b', stock: 0 }, [{ sku: 'a', stock: 0 }]] })).toBe(true);
    expect(
      matches(pattern, {
        items: [
          { sku: 'b', stock: 0 },
          { sku: 'a', stock: 1 },
        ],
      }),
    ).toBe(false);
  });

  it('takes a field for absent only when no element has it', () => {
    const pattern = { items: { sku: ['a'], stock: [{ exists: false }] } };
    expect(matches(pattern, { items: [{ sku: 'a' }, { sku: 'b' }] })).toBe(true);
    expect(matches(pattern, { items: [{ sku: 'a' }, { sku: 'b', stock: 1 }] })).toBe(false);
    expect(matches({ gone: { deeper: [{ exists: false }] } }, {})).toBe(true);
  });

  it('takes what every object of JavaScript has for absent', () => {
    expect(matches({ toString: [{ exists: true }] }, {})).toBe(false);
    expect(matches(JSON.parse('{"__proto__": {"a": [1]}}'), JSON.parse('{"__proto__": {"a": 1}}'))).toBe(
      true,
    );
    expect(matches(JSON.parse('{"__proto__": {"a": [1]}}'), { a: 1 })).toBe(false);
  });
});

describe('$or', () => {
  const pattern = {
    source: ['shop'],
    $or: [{ total: [{ numeric: ['>', 1_000] }] }, { items: { vip: [true] }, country: ['DE'] }],
  };

  it('asks for one of its objects, beside the rest', () => {
    expect(matches(pattern, { source: 'shop', total: 2_000 })).toBe(true);
    expect(matches(pattern, { source: 'shop', total: 1, items: [{ vip: true }], country: 'DE' })).toBe(true);
    expect(matches(pattern, { source: 'shop', items: [{ vip: true }] })).toBe(false);
    expect(matches(pattern, { source: 'other', total: 2_000 })).toBe(false);
  });

  it('is about the same element of an array as the fields outside of it', () => {
    const ofItems = { $or: [{ items: { a: [1] } }, { items: { a: [2] } }], items: { b: [1] } };
    expect(matches(ofItems, { items: [{ a: 2, b: 1 }] })).toBe(true);
    expect(matches(ofItems, { items: [{ a: 2 }, { b: 1 }] })).toBe(false);
  });
});

it('takes any payload, however deep', () => {
  const deep = JSON.parse(`${'['.repeat(100_000)}1${']'.repeat(100_000)}`);
  expect(matches({ a: [1] }, { a: deep })).toBe(true);
  const filters = [
    { a: [1] },
    { a: { b: [{ exists: false }] } },
    { $or: [{ a: ['x'] }, { b: [{ prefix: '' }] }] },
  ];
  fc.assert(
    fc.property(fc.constantFrom(...filters), fc.jsonValue(), (pattern, payload) => {
      expect(typeof matches(pattern, payload)).toBe('boolean');
    }),
  );
});
