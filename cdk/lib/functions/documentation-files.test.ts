import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { documentationOf } from './documentation-files.ts';

const namesOf = (options: Parameters<typeof documentationOf>[0]) =>
  documentationOf(options).map(({ name }) => name);

describe('the documentation beside a function', () => {
  it.each([
    { api: 'ingest-api', redoc: true },
    { api: 'receiver', redoc: false },
  ] as const)('is all there: $api', (options) => {
    const missing = documentationOf(options).filter(({ source }) => !existsSync(source));

    expect(missing).toEqual([]);
  });

  it('is in the folder that the function reads, with its OpenAPI document', () => {
    const names = namesOf({ api: 'ingest-api', redoc: true });

    expect(names).toEqual(expect.arrayContaining(['docs/openapi.json', 'docs/docs.html', 'docs/redoc.html']));
    expect(names.filter((name) => !name.startsWith('docs/'))).toEqual([]);
  });

  it('leaves Redoc out where it is not wanted', () => {
    expect(namesOf({ api: 'receiver', redoc: false }).filter((name) => name.includes('redoc'))).toEqual([]);
  });
});
