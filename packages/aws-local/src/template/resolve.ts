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

  const reference = (name: string): unknown => {
    if (name === 'AWS::NoValue') return NO_VALUE;
    const found = references.ref(name);
    if (found === undefined) throw new AssemblyError(`Ref to ${name}, which the template does not define.`);
    return found;
  };

  const list = (input: unknown, intrinsic: string): readonly unknown[] => {
    const resolved = value(input);
    if (!Array.isArray(resolved))
      throw new AssemblyError(`${intrinsic} needs a list, and got ${show(input)}.`);
    return resolved;
  };

  const text = (input: unknown, intrinsic: string): string => {
    const resolved = value(input);
    if (typeof resolved === 'string') return resolved;
    if (typeof resolved === 'number' || typeof resolved === 'boolean') return String(resolved);
    throw new AssemblyError(`${intrinsic} needs text, and got ${show(input)}.`);
  };

  const intrinsics: Record<string, (argument: unknown) => unknown> = {
    Ref: (argument) => reference(String(argument)),
    Condition: (argument) => condition(String(argument)),
    'Fn::GetAtt': (argument) => {
      const [logicalId = '', ...attribute] =
        typeof argument === 'string' ? argument.split('.') : list(argument, 'Fn::GetAtt').map(String);
      const found = references.getAtt(logicalId, attribute.join('.'));
      if (found === undefined) {
        throw new AssemblyError(`Fn::GetAtt to ${logicalId}.${attribute.join('.')}, which is not known.`);
      }
      return found;
    },
    'Fn::Join': (argument) => {
      const [separator, parts] = pair(argument, 'Fn::Join');
      return list(parts, 'Fn::Join')
        .map((part) => text(part, 'Fn::Join'))
        .join(String(separator));
    },
    'Fn::Sub': (argument) => {
      const [source, variables] = Array.isArray(argument) ? argument : [argument, {}];
      return String(source).replace(/\$\{(!?)([^}]+)\}/g, (_match, literal: string, name: string) => {
        if (literal) return `\${${name}}`;
        if (isObject(variables) && name in variables) return text(variables[name], 'Fn::Sub');
        const [logicalId = '', ...attribute] = name.split('.');
        return text(
          attribute.length > 0 ? { 'Fn::GetAtt': [logicalId, attribute.join('.')] } : { Ref: name },
          'Fn::Sub',
        );
      });
    },
    'Fn::Select': (argument) => {
      const [index, from] = pair(argument, 'Fn::Select');
      const selected = list(from, 'Fn::Select')[Number(value(index))];
      if (selected === undefined) throw new AssemblyError(`Fn::Select is out of range: ${show(argument)}.`);
      return selected;
    },
    'Fn::Split': (argument) => {
      const [separator, source] = pair(argument, 'Fn::Split');
      return text(source, 'Fn::Split').split(String(separator));
    },
    'Fn::FindInMap': (argument) => {
      const [map = '', top = '', second = ''] = list(argument, 'Fn::FindInMap').map((part) =>
        text(part, 'Fn::FindInMap'),
      );
      const found = template.Mappings[map]?.[top]?.[second];
      if (found === undefined)
        throw new AssemblyError(`Fn::FindInMap finds nothing at ${map}.${top}.${second}.`);
      return found;
    },
    'Fn::If': (argument) => {
      const [name, whenTrue, whenFalse] = Array.isArray(argument) ? argument : [];
      return value(condition(String(name)) ? whenTrue : whenFalse);
    },
    'Fn::Equals': (argument) => {
      const [left, right] = pair(argument, 'Fn::Equals').map(value);
      return String(left) === String(right);
    },
    'Fn::And': (argument) => list(argument, 'Fn::And').every((each) => each === true),
    'Fn::Or': (argument) => list(argument, 'Fn::Or').some((each) => each === true),
    'Fn::Not': (argument) => list(argument, 'Fn::Not')[0] !== true,
    'Fn::Base64': (argument) => Buffer.from(text(argument, 'Fn::Base64')).toString('base64'),
    'Fn::ImportValue': (argument) => {
      throw new AssemblyError(
        `Fn::ImportValue ${show(argument)} needs another stack; only one stack is run here.`,
      );
    },
  };

  const value = (input: unknown): unknown => {
    if (Array.isArray(input)) return input.map(value).filter((each) => each !== NO_VALUE);
    if (!isObject(input)) return input;
    const [only, ...more] = Object.entries(input);
    if (only && more.length === 0) {
      const [name, argument] = only;
      // `Condition` is an intrinsic only with a name beside it; in an IAM statement it is an ordinary object.
      const isIntrinsic = name === 'Condition' ? typeof argument === 'string' : name in intrinsics;
      if (isIntrinsic) return intrinsics[name]?.(argument);
      if (name.startsWith('Fn::')) throw new AssemblyError(`The intrinsic ${name} is not supported.`);
    }
    return Object.fromEntries(
      Object.entries(input)
        .map(([key, each]): [string, unknown] => [key, value(each)])
        .filter(([, each]) => each !== NO_VALUE),
    );
  };

  return { value, condition };
}

const show = (value: unknown): string => JSON.stringify(value);

function pair(argument: unknown, intrinsic: string): [unknown, unknown] {
  if (Array.isArray(argument) && argument.length === 2) return [argument[0], argument[1]];
  throw new AssemblyError(`${intrinsic} needs two arguments, and got ${show(argument)}.`);
}
