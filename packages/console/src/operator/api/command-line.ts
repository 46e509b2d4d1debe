/** What of a command is needed to write it down. */
export type WritableCommand = {
  readonly name: string;
  /** The inputs that are written by their place. */
  readonly arguments?: readonly string[];
};

/** A command as JSON has it: flags are booleans, all else is text as it would be typed. */
export type WrittenInput = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** What to type in a shell for the same. */
export function commandLine(
  { name, arguments: places = [] }: WritableCommand,
  input: WrittenInput,
  stack?: string,
): string {
  const byPlace = places.flatMap((place) => valuesOf(input[place]).map(quoted));
  const options = Object.entries(input)
    .filter(([key]) => !places.includes(key))
    .flatMap(([key, value]) => optionText(kebabCase(key), value));
  const target = stack === undefined ? [] : ['--stack', quoted(stack)];
  return ['pnpm cli', name, ...byPlace, ...options, ...target].join(' ');
}

function optionText(name: string, value: WrittenInput[string]): string[] {
  if (typeof value === 'boolean') return value ? [`--${name}`] : [];
  return valuesOf(value).map((each) => `--${name} ${quoted(each)}`);
}

function valuesOf(value: WrittenInput[string]): readonly string[] {
  if (value === undefined || typeof value === 'boolean') return [];
  return typeof value === 'string' ? [value] : value;
}

/** A shell takes it for one word, whatever a stranger wrote. */
const quoted = (value: string): string =>
  /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;

/** `tenantId` is written as `tenant-id`. */
const kebabCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
