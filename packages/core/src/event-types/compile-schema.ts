import { createContext, Script } from 'node:vm';
import { type OutputUnit, Validator } from '@cfworker/json-schema';
import * as z from 'zod';
import { UnavailableError } from '../errors.ts';

export type PayloadProblem = {
  /** A JSON pointer into the payload; '' is the payload itself. */
  readonly path: string;
  readonly message: string;
};

/** Checks a payload. @throws UnavailableError when it takes too long */
export type PayloadCheck = (payload: Uint8Array) => readonly PayloadProblem[];

/** Any schema that ends by itself takes a fraction of it for 256 KiB. */
const MAX_CHECK_MS = 250;
const MAX_TRIES = 8;
/** Deeper payloads are refused: the place of a problem grows with each level. */
const MAX_DEPTH = 100;
const MAX_PROBLEMS = 5;
const MAX_MESSAGE = 200;

/** A place where it runs can be ended from outside, whatever it is in, a regular expression too. */
const sandbox: { run: () => void } = createContextWith(() => undefined);
const script = new Script('run()');

function createContextWith(run: () => void) {
  const made = { run };
  createContext(made);
  return made;
}

/** @param text a schema that was checked when it was registered */
export function compileSchema(text: string, maxMs: number = MAX_CHECK_MS): PayloadCheck {
  const schema = z.union([z.boolean(), z.record(z.string(), z.unknown())]).parse(JSON.parse(text));
  // The first property that is wrong ends it.
  const validator = new Validator(schema, '2020-12', true);
  return (payload) => {
    let errors: readonly OutputUnit[] = [];
    try {
      withinTime(maxMs, () => {
        errors = validator.validate(withoutPrototypes(JSON.parse(Buffer.from(payload).toString()))).errors;
      });
    } catch (error) {
      if (error instanceof RangeError) return [TOO_DEEP];
      if (error instanceof URIError) return [{ path: '', message: 'A name in it is no Unicode text.' }];
      throw error;
    }
    return toProblems(errors);
  };
}

/** Begins anew where the machine gave it little of that time to compute: only what computes for so long is ended. */
function withinTime(maxMs: number, run: () => void): void {
  sandbox.run = run;
  for (let left = MAX_TRIES; ; left -= 1) {
    const before = process.threadCpuUsage();
    try {
      script.runInContext(sandbox, { timeout: maxMs });
      return;
    } catch (error) {
      if (!isTimeout(error)) throw error;
      const { user, system } = process.threadCpuUsage(before);
      if (left > 1 && (user + system) / 1_000 < maxMs / 2) continue;
      throw new UnavailableError(
        `Checking this event against the schema of its type took longer than ${maxMs} ms. Try again; if it stays so, make the schema's patterns simpler, or register the type with validate false.`,
        { code: 'schema_too_slow' },
      );
    }
  }
}

const isTimeout = (error: unknown): boolean =>
  z.object({ code: z.literal('ERR_SCRIPT_EXECUTION_TIMEOUT') }).safeParse(error).success;

/** Or the schema has no end: the stack was used up. */
export const TOO_DEEP: PayloadProblem = { path: '', message: 'It is nested too deeply for its schema.' };

/** The validator asks with `in`, by which every object has a `constructor`. */
function withoutPrototypes(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new RangeError('too deep');
  if (Array.isArray(value)) return value.map((each) => withoutPrototypes(each, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const bare: Record<string, unknown> = Object.create(null);
  for (const [name, each] of Object.entries(value)) bare[name] = withoutPrototypes(each, depth + 1);
  return bare;
}

/** Of errors within errors the innermost. */
const OUTER = new Set([
  ...['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'properties', 'patternProperties', 'additionalProperties'],
  ...[
    'unevaluatedProperties',
    'propertyNames',
    'dependentSchemas',
    'prefixItems',
    'items',
    'unevaluatedItems',
  ],
]);

function toProblems(errors: readonly OutputUnit[]): PayloadProblem[] {
  const inner = errors.filter(({ keyword }) => !OUTER.has(keyword));
  return (inner.length === 0 ? errors : inner).slice(0, MAX_PROBLEMS).map((error) => ({
    path: decodeURI(error.instanceLocation.slice(1)),
    message: error.keyword === 'false' ? 'It is not allowed here.' : error.error.slice(0, MAX_MESSAGE),
  }));
}
