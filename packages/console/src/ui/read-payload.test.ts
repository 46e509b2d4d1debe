import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { layOutJson, readPayload } from './read-payload.ts';

describe('a payload', () => {
  it('is laid out without a change to its numbers, names and their order', () => {
    expect(layOutJson('{"b":1.10,"a":{"x":[],"y":{}},"a":[1e400,"\\u0041, {"],"n":null}')).toBe(
      '{\n  "b": 1.10,\n  "a": {\n    "x": [],\n    "y": {}\n  },\n  "a": [\n    1e400,\n    "\\u0041, {"\n  ],\n  "n": null\n}',
    );
  });

  it('means the same laid out as it came', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(layOutJson(JSON.stringify(value)) ?? '')).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });

  it('that is no JSON is shown as the text it is', () => {
    expect(readPayload(new TextEncoder().encode('<html>'))).toEqual({ raw: '<html>', isText: true });
  });

  it('that is no text is shown as hexadecimal', () => {
    const { raw, isText } = readPayload(Uint8Array.of(0xff, 0x00, 0x41));
    expect([raw, isText]).toEqual([`000000  ff 00 41${' '.repeat(39)}  ..A`, false]);
  });

  it('keeps a byte order mark in sight', () => {
    expect(readPayload(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d)).raw).toBe('\ufeff{}');
  });
});
