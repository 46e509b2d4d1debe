import { AssemblyError } from '../errors.ts';
import { isObject } from '../json.ts';
import type { Template } from './assembly-schema.ts';

/** What a reference stands for outside the template's own text. */
export type References = {
  /** Pseudo parameters, parameters and resources; undefined when there is no such name. */
  readonly ref: (name: string) => unknown;
  readonly getAtt: (logicalId: string, attribute: string) => unknown;
};

export type Resolver = {
  readonly value: (input: unknown) => unknown;
  readonly condition: (name: string) => boolean;
};

/** `AWS::NoValue`: the property that holds it does not exist. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** What the intrinsic functions evaluate their arguments with. */
type Evaluation = Resolver & {
  readonly template: Template;
  readonly references: References;
};

/** Evaluates CloudFormation's intrinsic functions. */
export function createResolver(template: Template, references: References): Resolver {
  const conditions = new Map<string, boolean>();

  const condition = (name: string): boolean => {
    const known = conditions.get(name);
    if (known !== undefined) return known;
    if (!(name in template.Conditions))
      throw new AssemblyError(`The template has no condition named ${name}.`);
    const result = value(template.Conditions[name]) === true;
    conditions.set(name, result);
    return result;
  };

  const value = (input: unknown): unknown => {
    if (Array.isArray(input)) return input.map(value).filter((each) => each !== NO_VALUE);
    if (!isObject(input)) return input;
    const [only, ...more] = Object.entries(input);
    if (only && more.length === 0) {
      const [name, argument] = only;
      // `Condition` is an intrinsic only with a name beside it; in an IAM statement it is an ordinary object.
      const isIntrinsic = name === 'Condition' ? typeof argument === 'string' : name in INTRINSICS;
      if (isIntrinsic) return INTRINSICS[name]?.(argument, evaluation);
      if (name.startsWith('Fn::')) throw new AssemblyError(`The intrinsic ${name} is not supported.`);
    }
    return Object.fromEntries(
      Object.entries(input)
        .map(([key, each]): [string, unknown] => [key, value(each)])
        .filter(([, each]) => each !== NO_VALUE),
    );
  };

  const evaluation: Evaluation = { value, condition, template, references };
  return { value, condition };
}

function list(input: unknown, intrinsic: string, { value }: Evaluation): readonly unknown[] {
  const resolved = value(input);
  if (!Array.isArray(resolved)) throw new AssemblyError(`${intrinsic} needs a list, and got ${show(input)}.`);
  return resolved;
}

function text(input: unknown, intrinsic: string, { value }: Evaluation): string {
  const resolved = value(input);
  if (typeof resolved === 'string') return resolved;
  if (typeof resolved === 'number' || typeof resolved === 'boolean') return String(resolved);
  throw new AssemblyError(`${intrinsic} needs text, and got ${show(input)}.`);
}

const INTRINSICS: Readonly<Record<string, (argument: unknown, evaluation: Evaluation) => unknown>> = {
  Ref: (argument, { references }) => {
    const name = String(argument);
    if (name === 'AWS::NoValue') return NO_VALUE;
    const found = references.ref(name);
    if (found === undefined) throw new AssemblyError(`Ref to ${name}, which the template does not define.`);
    return found;
  },
  Condition: (argument, { condition }) => condition(String(argument)),
  'Fn::GetAtt': (argument, evaluation) => {
    const [logicalId = '', ...attribute] =
      typeof argument === 'string'
        ? argument.split('.')
        : list(argument, 'Fn::GetAtt', evaluation).map(String);
    const found = evaluation.references.getAtt(logicalId, attribute.join('.'));
    if (found === undefined) {
      throw new AssemblyError(`Fn::GetAtt to ${logicalId}.${attribute.join('.')}, which is not known.`);
    }
    return found;
  },
  'Fn::Join': (argument, evaluation) => {
    const [separator, parts] = pair(argument, 'Fn::Join');
    return list(parts, 'Fn::Join', evaluation)
      .map((part) => text(part, 'Fn::Join', evaluation))
      .join(String(separator));
  },
  'Fn::Sub': (argument, evaluation) => {
    const [source, variables] = Array.isArray(argument) ? argument : [argument, {}];
    return String(source).replace(/\$\{(!?)([^}]+)\}/g, (_match, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (isObject(variables) && name in variables) return text(variables[name], 'Fn::Sub', evaluation);
      const [logicalId = '', ...attribute] = name.split('.');
      return text(
        attribute.length > 0 ? { 'Fn::GetAtt': [logicalId, attribute.join('.')] } : { Ref: name },
        'Fn::Sub',
        evaluation,
      );
    });
  },
  'Fn::Select': (argument, evaluation) => {
    const [index, from] = pair(argument, 'Fn::Select');
    const selected = list(from, 'Fn::Select', evaluation)[Number(evaluation.value(index))];
    if (selected === undefined) throw new AssemblyError(`Fn::Select is out of range: ${show(argument)}.`);
    return selected;
  },
  'Fn::Split': (argument, evaluation) => {
    const [separator, source] = pair(argument, 'Fn::Split');
    return text(source, 'Fn::Split', evaluation).split(String(separator));
  },
  'Fn::FindInMap': (argument, evaluation) => {
    const [map = '', top = '', second = ''] = list(argument, 'Fn::FindInMap', evaluation).map((part) =>
      text(part, 'Fn::FindInMap', evaluation),
    );
    const found = evaluation.template.Mappings[map]?.[top]?.[second];
    if (found === undefined)
      throw new AssemblyError(`Fn::FindInMap finds nothing at ${map}.${top}.${second}.`);
    return found;
  },
  'Fn::If': (argument, evaluation) => {
    const [name, whenTrue, whenFalse] = Array.isArray(argument) ? argument : [];
    return evaluation.value(evaluation.condition(String(name)) ? whenTrue : whenFalse);
  },
  'Fn::Equals': (argument, evaluation) => {
    const [left, right] = pair(argument, 'Fn::Equals').map(evaluation.value);
    return String(left) === String(right);
  },
  'Fn::And': (argument, evaluation) => list(argument, 'Fn::And', evaluation).every((each) => each === true),
  'Fn::Or': (argument, evaluation) => list(argument, 'Fn::Or', evaluation).some((each) => each === true),
  'Fn::Not': (argument, evaluation) => list(argument, 'Fn::Not', evaluation)[0] !== true,
  'Fn::Base64': (argument, evaluation) =>
    Buffer.from(text(argument, 'Fn::Base64', evaluation)).toString('base64'),
  'Fn::ImportValue': (argument) => {
    throw new AssemblyError(
      `Fn::ImportValue ${show(argument)} needs another stack; only one stack is run here.`,
    );
  },
};

const show = (value: unknown): string => JSON.stringify(value);

function pair(argument: unknown, intrinsic: string): [unknown, unknown] {
  if (Array.isArray(argument) && argument.length === 2) return [argument[0], argument[1]];
  throw new AssemblyError(`${intrinsic} needs two arguments, and got ${show(argument)}.`);
}
