import { expect, it } from '@jest/globals';
import { namesOf } from '@switchyard/core/names-of';
import { CALLBACKS } from '@switchyard/core/providers';
import fc from 'fast-check';
import { callbackExamples } from '../../openapi/examples.ts';
import { verifiedBefore } from '../verified-request.ts';
import { callbackCode } from './index.ts';
import { CallbackParseError } from './provider.ts';

const EXAMPLES = callbackExamples({});
const CONTENT_TYPES = [
  undefined,
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'text/plain; charset=utf-16',
];

/** Any bytes, or a real callback with some bytes changed, taken out or put in. */
const bodiesLike = (real: Uint8Array) =>
  fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.json().map((text) => Buffer.from(text)),
    fc
      .array(fc.tuple(fc.nat(real.length - 1), fc.nat(3), fc.uint8Array({ maxLength: 4 })), { maxLength: 8 })
      .map((changes) =>
        changes.reduce<Uint8Array>(
          (body, [at, removed, added]) =>
            Buffer.concat([body.subarray(0, at), added, body.subarray(at + removed)]),
          real,
        ),
      ),
  );

it.each(namesOf(CALLBACKS))(
  'any bytes are a callback of %s or unreadable, and never a crash',
  async (route) => {
    const { callback } = EXAMPLES[route].usual;
    const { parse } = callbackCode(route);
    const types = fc.oneof(
      { weight: 3, arbitrary: fc.constant(callback.headers['content-type']) },
      fc.constantFrom(...CONTENT_TYPES),
    );
    await fc.assert(
      fc.asyncProperty(bodiesLike(callback.rawBody), types, async (rawBody, type) => {
        const headers = { ...callback.headers, ...(type === undefined ? {} : { 'content-type': type }) };
        try {
          await parse(verifiedBefore({ ...callback, headers, rawBody }));
        } catch (error) {
          expect(error).toBeInstanceOf(CallbackParseError);
        }
      }),
      { numRuns: 150 },
    );
  },
);
