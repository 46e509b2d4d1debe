/** docs/environment.md and .env.example, from the schemas that read the environment. */
import { parseSettings, settingsSchema } from '../cdk/lib/settings/settings.ts';
import { configSchema as authorizer } from '../packages/authorizer/src/config.ts';
import { configSchema as cli } from '../packages/cli/src/config.ts';
import { configSchema as dlqProcessor } from '../packages/dlq-processor/src/config.ts';
import { configSchema as ingestApi } from '../packages/ingest-api/src/config.ts';
import {
  parseSessionSettings,
  type SessionSettings,
} from '../packages/local/src/session/session-settings.ts';
import { configSchema as receiver } from '../packages/receiver/src/config.ts';
import { configSchema as webhookHandler } from '../packages/webhook-handler/src/config.ts';
import { configSchema as worker } from '../packages/worker/src/config.ts';
import { code, inCell, table } from './markdown.ts';

const FUNCTIONS = {
  authorizer,
  'ingest-api': ingestApi,
  worker,
  'dlq-processor': dlqProcessor,
  receiver,
  'webhook-handler': webhookHandler,
};

/** The schema of these is the local stack's own and has no descriptions. */
const SESSION_DESCRIPTIONS: Readonly<Record<keyof SessionSettings, string>> = {
  PORT: 'Port of the hooks API; 0 takes any free one.',
  RECEIVER_PORT: 'Port of the built-in receiver; 0 takes any free one.',
  AWS_ENDPOINT_URL_DYNAMODB: 'A DynamoDB to use instead of the embedded one, such as DynamoDB Local.',
  AWS_ENDPOINT_URL_SQS: 'An SQS to use instead of the embedded one, such as ElasticMQ.',
};

/** The part of a zod schema that is read here. */
type Schema = {
  readonly description?: string | undefined;
  readonly safeParse: (value: unknown) => {
    readonly error?: { readonly issues: readonly { readonly message: string; readonly values?: unknown }[] };
  };
};
type Shape = { readonly shape: Readonly<Record<string, Schema>> };

type Setting = { name: string; value: string; allowed: string | undefined; description: string };

/** The deployment's settings as they are when left out. */
function settings(): Setting[] {
  const defaults = new Map<string, unknown>(Object.entries(parseSettings({})));
  return Object.entries(settingsSchema.shape).map(([name, schema]) => ({
    name,
    value: String(defaults.get(name)),
    allowed: allowedBy(schema),
    description: described(name, schema),
  }));
}

export function renderEnvironmentDocs(): string {
  return `# Environment

<!-- Made by scripts/generate.ts from the schemas that read the environment. Change those, then run \`pnpm generate\`. -->

## Settings of a deployment

\`pnpm synth\`, \`pnpm run deploy\` and the local stack read them from the environment and from \`.env\`; what is set in the environment wins. The local stack takes its own \`STAGE\`, no custom domains, and delivers to this machine too. [.env.example](../.env.example) is a \`.env\` with every default. All may be left out. A value that is not allowed is refused before anything is synthesized, with its name, the value and what is allowed.

${table(
  ['Setting', 'Default', 'Allowed', 'What it does'],
  settings().map(({ name, value, allowed, description }) => [
    code(name),
    value === '' ? 'empty' : code(value),
    inCell(allowed ?? 'any text'),
    inCell(description),
  ]),
)}

## The local stack

\`pnpm dev\` reads these besides, from the environment and from \`.env\`; \`pnpm demo\` takes free ports.

${table(
  ['Variable', 'Default', 'What it does'],
  Object.entries(sessionVariables()).map(([name, { value, description }]) => [
    code(name),
    value,
    description,
  ]),
)}

## The CLI

\`pnpm cli\` reads one variable, and your AWS credentials and region as every AWS tool does.

${table(
  ['Variable', 'What it does'],
  Object.entries(cli.shape).map(([name, schema]) => [code(name), inCell(described(name, schema))]),
)}

## The functions

Set by the stack: nothing here is for you to set. What is marked as a setting comes from the settings above and has their defaults; the rest are names and addresses of the stack's own resources. A function that misses one of these, or has any that is wrong, says which at its start.

${Object.entries(FUNCTIONS)
  .map(([name, schema]) => `### ${name}\n\n${functionTable(schema)}`)
  .join('\n\n')}

The function that empties the callback spool and releases the quarantine is a second one of the same bundle as webhook-handler, with the same environment.
`;
}

export function renderEnvExample(): string {
  const head = [
    'Settings of a deployment, and of the local stack. Copy to .env; what the environment holds wins.',
    'All may be left out: these are the defaults. Made by `pnpm generate`; docs/environment.md has more.',
  ];
  const entries = settings().map(({ name, value, allowed, description }) => {
    const lines = [description, ...(allowed === undefined ? [] : [`Allowed: ${allowed}.`])];
    return [...lines.flatMap(comment), `${name}=${value}`].join('\n');
  });
  return `${[head.flatMap(comment).join('\n'), ...entries].join('\n\n')}\n`;
}

function functionTable({ shape }: Shape): string {
  const rows = Object.entries(shape).map(([name, schema]) => [
    code(name),
    name in settingsSchema.shape ? 'setting' : 'stack',
    inCell(described(name, schema)),
  ]);
  return table(['Variable', 'From', 'What it is'], rows);
}

function sessionVariables() {
  const defaults = new Map<string, unknown>(Object.entries(parseSessionSettings({})));
  return Object.fromEntries(
    Object.entries(SESSION_DESCRIPTIONS).map(([name, description]) => {
      const value = defaults.get(name);
      return [name, { value: value === undefined ? 'empty' : code(String(value)), description }];
    }),
  );
}

/** Refused by every schema that refuses anything: line breaks, and longer than any limit. */
const REFUSED = '\n'.repeat(10_000);

/** What is allowed, from the message to a value that is not; undefined where every text is. */
function allowedBy(schema: Schema): string | undefined {
  const [issue] = schema.safeParse(REFUSED).error?.issues ?? [];
  if (issue === undefined) return undefined;
  if (Array.isArray(issue.values)) return issue.values.join(', ');
  return issue.message
    .replace(/^must be /, '')
    .replace(/^.*: write /s, 'durations with commas between, each ');
}

function described(name: string, schema: Schema): string {
  if (schema.description === undefined) throw new Error(`${name} has no description.`);
  return schema.description;
}

const LINE = 100;

/** Lines of a comment, none longer than LINE. */
function comment(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.replaceAll('`', '').split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > LINE) lines.push(`# ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
