import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';

const CLI = new URL('../packages/cli/src/', import.meta.url);
const GUIDE = new URL('../docs/deploying.md', import.meta.url);

/** IAM's names of the services, where they are not those of the client. */
const PREFIXES: Readonly<Record<string, string>> = {
  'secrets-manager': 'secretsmanager',
  'route-53': 'route53',
};

/**
 * What no role has to be given: everybody may ask who he is, only the local stack is asked by an invocation, and who is
 * on which plan is left out where the role may not know.
 */
const NEED_NO_PERMISSION = ['sts:GetCallerIdentity', 'lambda:Invoke', 'api-gateway:GetUsagePlanKeys'];

/** Calls about the account itself, which IAM allows for `*` only. */
const HAVE_NO_RESOURCE = ['lambda:GetAccountSettings'];

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const policySchema = z.object({
  Statement: z.array(z.object({ Action: oneOrMore, Resource: oneOrMore.optional() })),
});

/** The calls that `doctor` makes, by the commands that its modules import. */
function callsOfDoctor(): string[] {
  const modules = readdirSync(new URL('doctor/', CLI))
    .filter((name) => !name.endsWith('.test.ts'))
    .map((name) => `doctor/${name}`);
  const calls = [...modules, 'open-deployment.ts', 'queue-depths.ts'].flatMap((name) => {
    const text = readFileSync(new URL(name, CLI), 'utf8');
    return [...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([\w-]+)'/g)].flatMap(
      ([, names = '', client = '']) =>
        [...names.matchAll(/\b(\w+)Command\b/g)].map(([, call]) => `${PREFIXES[client] ?? client}:${call}`),
    );
  });
  return [...new Set(calls)].sort();
}

describe('the deploying role of docs/deploying.md', () => {
  const guide = readFileSync(GUIDE, 'utf8');
  const statements = [...guide.matchAll(/```json\n(.*?)```/gs)].flatMap(
    ([, json = '']) => policySchema.parse(JSON.parse(json)).Statement,
  );
  const actions = statements.filter(({ Resource }) => Resource !== undefined).flatMap(({ Action }) => Action);

  it('may do what doctor does, and take the roles of the bootstrap, and nothing else', () => {
    const calls = callsOfDoctor().filter((call) => !NEED_NO_PERMISSION.includes(call));
    expect(calls).toContain('cloudformation:DescribeStacks');
    expect([...actions].sort()).toEqual(['sts:AssumeRole', ...calls].sort());
  });

  it('is given nothing for any resource, but what has none', () => {
    const resources = statements
      .filter(({ Action }) => !Action.every((action) => HAVE_NO_RESOURCE.includes(action)))
      .flatMap(({ Resource = [] }) => Resource);
    expect(resources.filter((resource) => !/<account>|<HOSTED_ZONE_ID>/.test(resource))).toEqual([]);
  });
});
