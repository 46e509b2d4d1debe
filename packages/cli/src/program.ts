import type { Writable } from 'node:stream';
import { Command as Commander } from 'commander';
import * as z from 'zod';
import { commands } from './commands.ts';
import type { Command, Option } from './define-command.ts';
import { groups } from './groups.ts';
import { kebabCase } from './kebab-case.ts';
import { parseInput } from './parse-input.ts';

export type ProgramStreams = { readonly stdout: Writable; readonly stderr: Writable };

/** Runs a command with what was written after it, on the stack of `--stack`. */
export type RunCommand = (
  command: Command,
  written: Readonly<Record<string, unknown>>,
  stack: string | undefined,
) => Promise<void>;

const globalSchema = z.object({
  stack: z
    .string()
    .regex(
      /^(arn:[\w:/.-]+|[a-zA-Z][a-zA-Z0-9-]{0,127})$/,
      'must be the name or ARN of a CloudFormation stack',
    )
    .optional(),
});

/** The command line: what may be written, and what it says about itself. */
export function createProgram({ stdout, stderr }: ProgramStreams, run: RunCommand): Commander {
  const program = new Commander('pnpm cli')
    .description(
      'Operator commands of Switchyard. They work on the local stack of `pnpm dev`, or on a deployed one with --stack.',
    )
    .option('--stack <name>', 'a deployed stack, with your AWS credentials and region (or SWITCHYARD_STACK)')
    .option('--json', 'print one JSON document, nothing else')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      // `run` prints the error, as text or as JSON.
      outputError: () => undefined,
    })
    .addHelpText('after', examplesText(EXAMPLES));
  for (const command of commands) addCommand(program, command, run);
  return program;
}

const EXAMPLES = [
  'doctor',
  'tenants create acme --target-url https://hooks.example.com/acme',
  'tenants list --stack switchyard-prod',
  'dlq peek --tenant acme',
  'dlq requeue --tenant acme --rate 20',
  'tail evt_06h03rpcrshnmfn6v148neygy8',
  'secrets show',
  'conversations create --channel whatsapp --address +15550001111 --tenant acme',
  'quarantine release --all',
];

const examplesText = (lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ pnpm cli ${line}`).join('\n')}`;

function addCommand(program: Commander, command: Command, run: RunCommand): void {
  const words = command.name.split(' ');
  const verb = words.pop() ?? '';
  const added = groupOf(program, words).command(verb).description(command.summary);
  const { shape } = command.input;
  const names = command.arguments ?? [];
  for (const name of names) added.argument(argumentText(name, shape[name]));
  for (const [name, option] of Object.entries(command.options)) addOption(added, name, option, shape[name]);
  const notes = command.notes === undefined ? '' : `\n\n${command.notes}`;
  added.addHelpText('after', `${examplesText(command.examples)}${notes}`);
  added.action(async () => {
    const { stack } = parseInput(globalSchema, added.optsWithGlobals());
    const byPlace = names.map((name, index) => [
      name,
      isRepeated(shape[name]) ? added.args.slice(index) : added.args[index],
    ]);
    await run(command, { ...added.optsWithGlobals(), ...Object.fromEntries(byPlace) }, stack);
  });
}

/** The group of these words, made when it is first asked for. */
function groupOf(program: Commander, words: readonly string[]): Commander {
  return words.reduce((parent, word, index) => {
    const existing = parent.commands.find((each) => each.name() === word);
    if (existing !== undefined) return existing;
    const [, group] =
      Object.entries(groups).find(([name]) => name === words.slice(0, index + 1).join(' ')) ?? [];
    return parent
      .command(word)
      .description(group?.summary ?? '')
      .addHelpText('after', examplesText(group?.examples ?? []));
  }, program);
}

function argumentText(name: string, schema: z.core.$ZodType | undefined): string {
  const text = isRepeated(schema) ? `${kebabCase(name)}...` : kebabCase(name);
  return isRequired(schema) && !isRepeated(schema) ? `<${text}>` : `[${text}]`;
}

function addOption(
  command: Commander,
  name: string,
  option: Option,
  schema: z.core.$ZodType | undefined,
): void {
  const isFlag = typeof option === 'string';
  const [placeholder, summary, fallback] = isFlag ? ['', option] : option;
  const flags = `--${kebabCase(name)} ${placeholder}`.trim();
  if (isRepeated(schema)) {
    command.option(flags, summary, (value: string, before: string[] = []) => [...before, value]);
  } else if (fallback === undefined && isRequired(schema)) {
    command.requiredOption(flags, summary);
  } else {
    command.option(flags, summary, fallback);
  }
}

const isRequired = (schema: z.core.$ZodType | undefined): boolean =>
  schema !== undefined && !z.safeParse(schema, undefined).success;

function isRepeated(schema: z.core.$ZodType | undefined): boolean {
  return (schema instanceof z.ZodOptional ? schema.unwrap() : schema) instanceof z.ZodArray;
}
