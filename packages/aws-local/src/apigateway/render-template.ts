import { Compile, parse } from 'velocityjs';
import type { RouteMatch } from './match-route.ts';
import { type ApiRequest, header } from './request-event.ts';

/** What a response template can set over the response's own mapping. */
export type ResponseOverride = {
  readonly header: Record<string, unknown>;
  status?: unknown;
};

export type Rendered = {
  readonly text: string;
  readonly override: ResponseOverride;
};

export type TemplateVariables = {
  readonly request: ApiRequest;
  readonly pathParameters: RouteMatch['pathParameters'];
  readonly context: Readonly<Record<string, unknown>>;
  readonly stageVariables: Readonly<Record<string, string>>;
};

/** Variables of API Gateway's templates that are not set here. */
const UNKNOWN = /\$!?\{?(?:util\b|input\.(?!params\b)\w+)/g;

/** @returns the variables of a template that are not known here */
export const unknownVariables = (template: string): string[] => [
  ...new Set((template.match(UNKNOWN) ?? []).map((name) => name.replace(/[!{]/g, ''))),
];

/** Renders a mapping template, in Velocity's language, with `$input.params`, `$context` and `$stageVariables`. */
export function renderTemplate(template: string, variables: TemplateVariables): Rendered {
  const override: ResponseOverride = { header: {} };
  const text = new Compile(parse(template), { customMethodHandlers: STRING_METHODS }).render({
    input: { params: createParams(variables) },
    context: { ...variables.context, responseOverride: override },
    stageVariables: variables.stageVariables,
  });
  return { text, override };
}

type Parameters = { readonly get: (name: string) => string };

/** Names count as they were sent, as on AWS: browsers send `origin`, other clients `Origin`. */
function createParams({ request, pathParameters }: TemplateVariables): (name?: string) => unknown {
  const values = {
    path: new Map(Object.entries(pathParameters ?? {})),
    querystring: new Map(request.query),
    header: new Map([...request.headers.keys()].map((name) => [name, header(request, name) ?? ''])),
  };
  const readable = (from: ReadonlyMap<string, string>): Parameters => ({
    get: (name) => from.get(name) ?? '',
  });
  return (name) =>
    name === undefined
      ? {
          path: readable(values.path),
          querystring: readable(values.querystring),
          header: readable(values.header),
        }
      : (values.path.get(name) ?? values.querystring.get(name) ?? values.header.get(name) ?? '');
}

type StringMethod = (text: string, argument: string) => unknown;

/** Methods of Java's String that JavaScript's lacks. */
const JAVA: Readonly<Record<string, StringMethod>> = {
  matches: (text, pattern) => new RegExp(`^(?:${pattern})$`).test(text),
  equals: (text, other) => text === other,
  equalsIgnoreCase: (text, other) => text.toLowerCase() === other.toLowerCase(),
  contains: (text, part) => text.includes(part),
  isEmpty: (text) => text === '',
};

const STRING_METHODS = Object.entries(JAVA).map(([name, method]) => ({
  uid: `java.lang.String.${name}`,
  match: ({ property, context }: { property: string; context: unknown }) =>
    property === name && typeof context === 'string',
  resolve: ({ context, params }: { context: unknown; params: readonly unknown[] }) =>
    method(String(context), String(params[0])),
}));
