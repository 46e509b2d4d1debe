import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { breakingChanges } from './breaking-changes.ts';
import { renderSchema, SCHEMA_FILES } from './schema-files.ts';

describe('a published schema', () => {
  it.each(Object.keys(SCHEMA_FILES))('is what the code sends, and breaks no reader: %s', (path) => {
    const published = JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));

    expect(breakingChanges(published, renderSchema(path))).toEqual([]);
    expect(renderSchema(path)).toEqual(published);
  });

  it.each(Object.keys(SCHEMA_FILES))('lets readers ignore what they do not know: %s', (path) => {
    expect(JSON.stringify(renderSchema(path))).not.toContain('"additionalProperties":false');
  });
});
