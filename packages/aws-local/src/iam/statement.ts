import { asList, isObject } from '../json.ts';

export type Statement = {
  readonly effect: 'Allow' | 'Deny';
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  /** operator → key → accepted values */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
};

const strings = (value: unknown): string[] => asList(value).map(String);

/** Reads the statements of a policy document; throws a plain message when it is none. */
export function parsePolicyDocument(document: unknown): Statement[] {
  if (!isObject(document) || document.Statement === undefined) {
    throw new Error('a policy document needs a Statement');
  }
  return asList(document.Statement).map((raw) => {
    if (!isObject(raw)) throw new Error('a policy statement must be an object');
    const effect = raw.Effect;
    if (effect !== 'Allow' && effect !== 'Deny')
      throw new Error(`Effect must be Allow or Deny, not ${effect}`);
    const conditions = Object.entries(isObject(raw.Condition) ? raw.Condition : {}).map(
      ([operator, keys]): [string, Record<string, string[]>] => [
        operator,
        Object.fromEntries(
          Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => [key, strings(values)]),
        ),
      ],
    );
    return {
      effect,
      ...(raw.Action === undefined ? {} : { actions: strings(raw.Action) }),
      ...(raw.NotAction === undefined ? {} : { notActions: strings(raw.NotAction) }),
      ...(raw.Resource === undefined ? {} : { resources: strings(raw.Resource) }),
      ...(raw.NotResource === undefined ? {} : { notResources: strings(raw.NotResource) }),
      conditions: Object.fromEntries(conditions),
    };
  });
}
