/**
 * For a job of a workflow: takes the settings out of VARIABLES, all variables of a GitHub environment as JSON, and
 * hands them to the steps that follow and to jobs that need this one (output `settings`). Nothing else of what is
 * there gets into their environment. STAGE, where it is set, goes before the variable; an empty text is no setting.
 */
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import * as z from 'zod';
import { settingsSchema } from '../cdk/lib/settings/settings.ts';

const { VARIABLES, STAGE, GITHUB_ENV, GITHUB_OUTPUT } = z
  .object({
    VARIABLES: z.string(),
    STAGE: z.string().default(''),
    GITHUB_ENV: z.string(),
    GITHUB_OUTPUT: z.string(),
  })
  .parse(process.env);

const variables = z.record(z.string(), z.string()).parse(JSON.parse(VARIABLES));
const given = { ...variables, ...(STAGE === '' ? {} : { STAGE }) };
const settings = Object.entries(given).filter(
  ([name, value]) => name in settingsSchema.shape && value !== '',
);
for (const [name, value] of settings) {
  // Marks the end of a value, which may have several lines; random, so that no value can contain it.
  const end = randomUUID();
  appendFileSync(GITHUB_ENV, `${name}<<${end}\n${value}\n${end}\n`);
}
appendFileSync(GITHUB_OUTPUT, `settings=${JSON.stringify(Object.fromEntries(settings))}\n`);
console.log(`Set: ${settings.map(([name]) => name).join(', ') || 'nothing, all defaults'}.`);
