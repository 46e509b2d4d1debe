import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import * as z from 'zod';
import { settingsSchema } from './settings.ts';

const DIRECTORY = new URL('../../.github/workflows/', import.meta.url);

const workflowSchema = z.object({
  permissions: z.object({}).strict(),
  jobs: z.record(
    z.string(),
    z.object({
      'timeout-minutes': z.number(),
      permissions: z.record(z.string(), z.enum(['read', 'write'])),
      env: z.record(z.string(), z.string()).default({}),
      steps: z.array(z.object({ uses: z.string().optional() })),
    }),
  ),
});

const read = (name: string) => readFileSync(new URL(name, DIRECTORY), 'utf8');
const workflow = (name: string) => workflowSchema.parse(parse(read(name)));

describe.each(readdirSync(DIRECTORY))('%s', (name) => {
  test('grants nothing by default; each job says what it needs and when it is given up', () => {
    expect(Object.keys(workflow(name).jobs).length).toBeGreaterThan(0);
  });

  test('pins every action to a commit, with its version beside it', () => {
    const uses = read(name)
      .split('\n')
      .filter((line) => /\buses:/.test(line));
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d/);
  });
});

test.each([
  ['check.yml', 'diff'],
  ['deploy.yml', 'dev-plan'],
  ['deploy.yml', 'production-plan'],
])('%s %s: every setting comes from the environment’s variables', (name, job) => {
  const { env } = workflow(name).jobs[job] ?? { env: {} };
  for (const setting of Object.keys(settingsSchema.shape))
    expect(env).toHaveProperty(setting, `\${{ vars.${setting} }}`);
});
