import { globSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

it('a queue of the stack that all flow tests share is taken from by one test file', () => {
  const takers = globSync('packages/*/flow/*.flow.test.ts').flatMap((file) =>
    [...new Set(readFileSync(file, 'utf8').match(/(?<=\bflow\.queue\(')[\w-]+(?='\))/g))].map((queue) => ({
      file,
      queue,
    })),
  );
  expect(takers.length).toBeGreaterThan(3);
  const byQueue = Object.groupBy(takers, ({ queue }) => queue);
  expect(Object.values(byQueue).filter((files) => files !== undefined && files.length > 1)).toEqual([]);
});
