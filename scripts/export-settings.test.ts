import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';

const SCRIPT = fileURLToPath(new URL('./export-settings.ts', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'switchyard-variables-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** What the steps that follow have in their environment, and what the job gives to others. */
function exported(variables: Readonly<Record<string, string>>, stage = '') {
  const [GITHUB_ENV, GITHUB_OUTPUT] = ['environment', 'output'].map((name) => {
    const file = join(directory, name);
    writeFileSync(file, '');
    return file;
  });
  const environment = { VARIABLES: JSON.stringify(variables), STAGE: stage, GITHUB_ENV, GITHUB_OUTPUT };
  execFileSync(process.execPath, [SCRIPT], { env: { ...process.env, ...environment } });
  const read = (file = '') => readFileSync(file, 'utf8');
  const set = [...read(GITHUB_ENV).matchAll(/^(\w+)<<(.+)\n([\s\S]*?)\n\2\n/gm)];
  return {
    environment: Object.fromEntries(set.map(([, name, , value]) => [name, value])),
    output: read(GITHUB_OUTPUT),
  };
}

describe('of the variables of a GitHub environment', () => {
  it('the settings are exported, and nothing else', () => {
    const { environment, output } = exported({
      MAX_ATTEMPTS: '3',
      FALLBACK_MESSAGE: 'Nobody reads this.\nPATH=/tmp',
      DEPLOY_ROLE_ARN: 'arn:aws:iam::1:role/deploy',
      NODE_OPTIONS: '--import=/tmp/x.mjs',
    });

    expect(environment).toEqual({ MAX_ATTEMPTS: '3', FALLBACK_MESSAGE: 'Nobody reads this.\nPATH=/tmp' });
    expect(output).toBe(`settings=${JSON.stringify(environment)}\n`);
  });

  it('an empty one is no setting', () => {
    expect(exported({ RETRY_SCHEDULE: '' }).environment).toEqual({});
  });

  it('STAGE is what the workflow says, where it says one', () => {
    expect(exported({ STAGE: 'dev' }, 'prod').environment).toEqual({ STAGE: 'prod' });
    expect(exported({ STAGE: 'dev' }).environment).toEqual({ STAGE: 'dev' });
  });
});
