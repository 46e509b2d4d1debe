import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import * as z from 'zod';

const stepSchema = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  env: z.record(z.string(), z.string()).default({}),
  with: z.record(z.string(), z.unknown()).default({}),
});

const jobSchema = z.object({
  if: z.string().optional(),
  uses: z.string().optional(),
  permissions: z.record(z.string(), z.string()).optional(),
  environment: z.string().optional(),
  'timeout-minutes': z.number().optional(),
  env: z.record(z.string(), z.string()).default({}),
  with: z.record(z.string(), z.unknown()).default({}),
  steps: z.array(stepSchema).default([]),
});

const workflowSchema = z.object({
  permissions: z.record(z.string(), z.string()),
  defaults: z.object({ run: z.object({ shell: z.string() }) }).optional(),
  jobs: z.record(z.string(), jobSchema),
});

const ROOT = new URL('../', import.meta.url);
const DIRECTORY = '.github/workflows/';
const textOf = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');

const files = readdirSync(new URL(DIRECTORY, ROOT)).map((name) => {
  const text = textOf(`${DIRECTORY}${name}`);
  return { name, text, workflow: workflowSchema.parse(parse(text)) };
});
const jobs = files.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ name: `${name} ${id}`, job })),
);
const running = jobs.filter(({ job }) => job.uses === undefined);

function jobNamed(name: string) {
  const found = jobs.find((job) => job.name === name);
  if (found === undefined) throw new Error(`There is no job ${name} in ${DIRECTORY}`);
  return found.job;
}

describe('an action', () => {
  const uses = files.flatMap(({ text }) => [...text.matchAll(/\buses: (.*)$/gm)].map(([, use = '']) => use));
  const foreign = uses.filter((use) => !use.startsWith('./'));

  it.each([...new Set(foreign)])('is pinned to a commit, and says of which version: %s', (use) => {
    expect(use).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('is the same one wherever it is used', () => {
    expect(new Set(foreign).size).toBe(new Set(foreign.map((use) => use.split('@')[0])).size);
  });

  it('of our own is there', () => {
    const own = uses.filter((use) => use.startsWith('./'));
    expect(own.filter((use) => !existsSync(new URL(use, ROOT)))).toEqual([]);
  });
});

describe('the package manager', () => {
  it('is one binary with its hash, installed before there are credentials, and never fetched anew', () => {
    expect(files.filter(({ text }) => /\b(npx|npm install)\b|\bpnpm@/.test(text))).toEqual([]);
    for (const { job } of running) {
      const at = (part: RegExp) => job.steps.findIndex((step) => part.test(JSON.stringify(step)));
      const credentials = at(/configure-aws-credentials/);
      const installed = at(/npm ci --prefix .github\/pnpm --ignore-scripts\\n.*exe\.linux-x64.*GITHUB_PATH/);
      expect(installed).toBeGreaterThan(-1);
      expect(installed).toBeLessThan(at(/pnpm install --frozen-lockfile/));
      if (credentials > -1) expect(installed).toBeLessThan(credentials);
    }
    const { packages } = JSON.parse(textOf('.github/pnpm/package-lock.json'));
    expect(packages['node_modules/@pnpm/exe.linux-x64']).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      integrity: expect.stringMatching(/^sha512-/),
    });
  });

  it('is the one that package.json names, with the hash of what starts it', () => {
    const [, version] =
      /^pnpm@([\d.]+)\+sha512\.[0-9a-f]{128}$/.exec(JSON.parse(textOf('package.json')).packageManager) ?? [];
    expect(JSON.parse(textOf('.github/pnpm/package.json')).dependencies).toEqual({
      '@pnpm/exe.linux-x64': version,
    });
  });

  it('of a machine of one’s own is not fetched: a fresh clone works with any', () => {
    expect(parse(textOf('pnpm-workspace.yaml'))).toMatchObject({ pmOnFail: 'ignore' });
  });

  it('takes no release that is younger than a week, and Dependabot proposes none', () => {
    expect(parse(textOf('pnpm-workspace.yaml'))).toMatchObject({ minimumReleaseAge: 7 * 24 * 60 });
    const { updates } = parse(textOf('.github/dependabot.yml'));
    for (const update of updates) expect(update).toMatchObject({ cooldown: { 'default-days': 7 } });
  });
});

describe('deploy', () => {
  it('skips what is not set up: it is not red until there are roles', () => {
    expect(jobNamed('deploy.yml dev').if).toContain("vars.DEPLOY_DEV == 'true'");
    expect(jobNamed('deploy.yml production').if).toMatch(
      /'approved' \|\| \(.*'manual' && github.event_name == 'workflow_dispatch'\)/,
    );
  });
});

describe('a workflow', () => {
  it.each(files)('has no permission of its own, each job those that it needs: $name', ({ workflow }) => {
    expect(workflow.permissions).toEqual({});
  });

  it('may write the comment with the diff and tokens for AWS, nothing else', () => {
    const read = { contents: 'read' };
    const withAws = { ...read, 'id-token': 'write' };
    expect(Object.fromEntries(jobs.map(({ name, job }) => [name, job.permissions]))).toEqual({
      'check.yml check': read,
      'check.yml diff': { ...withAws, 'pull-requests': 'write' },
      'deploy-stage.yml plan': withAws,
      'deploy-stage.yml deploy': withAws,
      'deploy.yml dev': withAws,
      'deploy.yml production': withAws,
    });
  });

  it('asks for a token for AWS only where a GitHub environment guards it', () => {
    const asking = running.filter(({ job }) => job.permissions?.['id-token'] === 'write');
    expect(asking.filter(({ job }) => job.environment === undefined)).toEqual([]);
  });

  it.each(running)('ends: $name', ({ job }) => {
    expect(job['timeout-minutes']).toBeLessThanOrEqual(45);
  });

  it.each(files)('stops when a command in a pipe fails: $name', ({ workflow }) => {
    const runs = Object.values(workflow.jobs).some(({ steps }) => steps.some(({ run }) => run !== undefined));
    // Without a named shell GitHub starts bash without pipefail.
    expect(workflow.defaults?.run.shell).toBe(runs ? 'bash' : undefined);
  });

  it('leaves no credentials of the repository to the code that it checks out', () => {
    const checkouts = running.flatMap(({ job }) =>
      job.steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')),
    );
    expect(checkouts).toHaveLength(running.length);
    expect(checkouts.filter((step) => step.with['persist-credentials'] !== false)).toEqual([]);
  });

  it('puts nothing that others write into a script', () => {
    const scripts = running.flatMap(({ job }) =>
      job.steps.flatMap((step) => [step.run ?? '', String(step.with.script ?? '')]),
    );
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });
});

describe('settings', () => {
  const fromSource = running.filter(({ job }) =>
    job.steps.some(({ run = '' }) => /pnpm synth|cdk diff/.test(run)),
  );
  const expression = (text: string) => `\${{ ${text} }}`;
  const exporting = running.flatMap(({ name, job }) =>
    job.steps
      .filter(({ run }) => run === 'node scripts/export-settings.ts')
      .map(({ env }) => ({ name, env })),
  );

  it('are taken out of all variables in each job that synthesizes, and handed on to the one that deploys', () => {
    const VARIABLES = expression('toJSON(vars)');
    expect(fromSource.map(({ name }) => name)).toEqual(['check.yml diff', 'deploy-stage.yml plan']);
    expect(exporting).toEqual([
      { name: 'check.yml diff', env: { VARIABLES } },
      { name: 'deploy-stage.yml plan', env: { VARIABLES, STAGE: expression('inputs.stage') } },
      { name: 'deploy-stage.yml deploy', env: { VARIABLES: expression('needs.plan.outputs.settings') } },
    ]);
  });

  it('reach nothing else whole: other steps have the variables that they name', () => {
    const wholesale = files.flatMap(({ text }) => text.match(/toJSON\((?!vars\))|\bsecrets\b/g) ?? []);
    expect(wholesale).toEqual([]);
  });

  it('of production cannot forget that it is production', () => {
    expect(jobNamed('deploy.yml production').with).toEqual({ environment: 'production', stage: 'prod' });
  });
});

describe('a stage', () => {
  const stepsOf = (id: string) => jobNamed(`deploy-stage.yml ${id}`).steps;
  const actionOf = (id: string, action: string) =>
    stepsOf(id).findIndex(({ uses }) => uses?.startsWith(`${action}@`));
  const commandsOf = (id: string) => stepsOf(id).flatMap(({ run = '' }) => run.split('\n'));

  it('is synthesized once: what was planned is deployed', () => {
    const upload = stepsOf('plan')[actionOf('plan', 'actions/upload-artifact')]?.with;
    expect(upload).toMatchObject({ path: 'cdk.out', 'if-no-files-found': 'error' });
    expect(stepsOf('deploy')[actionOf('deploy', 'actions/download-artifact')]?.with).toEqual({
      name: upload?.name,
      path: 'cdk.out',
    });
    const cdk = commandsOf('deploy').filter((command) => /\bcdk (?!.out)|\bsynth\b/.test(command));
    expect(cdk).toEqual([expect.stringContaining('cdk --app cdk.out deploy ')]);
  });

  it('runs the code of its assembly without credentials', () => {
    const synth = stepsOf('plan').findIndex(({ run }) => run?.includes('pnpm synth'));
    expect(synth).toBeGreaterThan(-1);
    expect(actionOf('plan', 'aws-actions/configure-aws-credentials')).toBeGreaterThan(synth);
  });

  it('is compared with a role that cannot deploy', () => {
    const diffs = [...commandsOf('plan'), ...jobNamed('check.yml diff').steps.map(({ run = '' }) => run)]
      .join('\n')
      .match(/\bcdk .*\bdiff .*/g);
    expect(diffs).toHaveLength(2);
    // Any other method makes a change set, for which the CDK takes the role that deploys.
    expect(diffs?.filter((diff) => !diff.includes('--method template'))).toEqual([]);
  });

  it('is looked at by doctor after it is deployed', () => {
    const commands = commandsOf('deploy');
    const at = (part: string) => commands.findIndex((command) => command.includes(part));
    expect(at('pnpm cli doctor --stack')).toBeGreaterThan(at('deploy --require-approval never'));
  });
});

describe('Dependabot', () => {
  const namesSchema = z.array(z.string());
  const configSchema = z.object({
    updates: z.array(
      z.object({
        'package-ecosystem': z.string(),
        groups: z.record(z.string(), z.object({ patterns: namesSchema })).default({}),
        ignore: z.array(z.object({ 'dependency-name': z.string() })).default([]),
      }),
    ),
  });
  const { updates } = configSchema.parse(parse(textOf('.github/dependabot.yml')));
  const { catalog } = z
    .object({ catalog: z.record(z.string(), z.string()) })
    .parse(parse(textOf('pnpm-workspace.yaml')));

  it('keeps packages and actions up to date', () => {
    expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'npm', 'github-actions']);
  });

  it('names only packages that are used', () => {
    const names = updates
      .filter((update) => update['package-ecosystem'] === 'npm')
      .flatMap(({ groups, ignore }) => [
        ...Object.values(groups).flatMap(({ patterns }) => patterns),
        ...ignore.map((ignored) => ignored['dependency-name']),
      ]);
    const isUsed = (name: string) =>
      Object.keys(catalog).some((used) =>
        name.endsWith('*') ? used.startsWith(name.slice(0, -1)) : used === name,
      );
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !isUsed(name))).toEqual([]);
  });

  it('does not offer what cannot work', () => {
    const ignored = updates.flatMap(({ ignore }) => ignore.map((one) => one['dependency-name']));
    expect(ignored).toEqual(expect.arrayContaining(['aws-cdk', 'typescript']));
  });
});
