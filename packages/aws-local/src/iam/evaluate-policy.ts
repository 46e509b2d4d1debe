import ipaddr from 'ipaddr.js';
import { asList } from '../json.ts';
import { matchPattern } from './match-pattern.ts';
import type { Statement } from './statement.ts';

export type PolicyRequest = {
  readonly action: string;
  readonly resource: string;
  /** Condition keys, lower case, that are known of this request; a list for a key that can have several values. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
};

export type PolicyDecision = {
  readonly outcome: 'allowed' | 'implicitDeny' | 'explicitDeny';
  /** Conditions that can not be judged here; a statement that has one does not match. */
  readonly unknownConditions: readonly string[];
};

/** Deny wins; without an Allow the answer is no. */
export function evaluatePolicy(statements: readonly Statement[], request: PolicyRequest): PolicyDecision {
  const unknownConditions: string[] = [];
  let allowed = false;
  for (const statement of statements) {
    if (!matchesAction(statement, request.action) || !matchesResource(statement, request.resource)) continue;
    const holds = conditionsHold(statement, request.context, unknownConditions);
    if (!holds) continue;
    if (statement.effect === 'Deny') return { outcome: 'explicitDeny', unknownConditions };
    allowed = true;
  }
  return { outcome: allowed ? 'allowed' : 'implicitDeny', unknownConditions };
}

function matchesAction({ actions, notActions }: Statement, action: string): boolean {
  if (actions) return actions.some((pattern) => matchPattern(pattern, action, true));
  return notActions !== undefined && !notActions.some((pattern) => matchPattern(pattern, action, true));
}

function matchesResource({ resources, notResources }: Statement, resource: string): boolean {
  if (resources) return resources.some((pattern) => matchPattern(pattern, resource));
  return notResources !== undefined && !notResources.some((pattern) => matchPattern(pattern, resource));
}

type Test = (actual: string, accepted: readonly string[]) => boolean;
const equals: Test = (actual, accepted) => accepted.includes(actual);
const equalsIgnoreCase: Test = (actual, accepted) =>
  accepted.some((each) => each.toLowerCase() === actual.toLowerCase());
const like: Test = (actual, accepted) => accepted.some((pattern) => matchPattern(pattern, actual));
const inNetwork: Test = (actual, accepted) => accepted.some((network) => isInNetwork(actual, network));
const not =
  (test: Test): Test =>
  (actual, accepted) =>
    !test(actual, accepted);

const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: equals,
  StringNotEquals: not(equals),
  StringEqualsIgnoreCase: equalsIgnoreCase,
  StringNotEqualsIgnoreCase: not(equalsIgnoreCase),
  StringLike: like,
  StringNotLike: not(like),
  ArnEquals: like,
  ArnLike: like,
  ArnNotEquals: not(like),
  ArnNotLike: not(like),
  Bool: equalsIgnoreCase,
  IpAddress: inNetwork,
  NotIpAddress: not(inNetwork),
};

/** A network without a prefix is one address. What is no address is in no network. */
function isInNetwork(address: string, network: string): boolean {
  const cidr = network.includes('/') ? network : `${network}/${network.includes(':') ? 128 : 32}`;
  if (!ipaddr.isValid(address) || !ipaddr.isValidCIDR(cidr)) return false;
  const [base, bits] = ipaddr.parseCIDR(cidr);
  const parsed = ipaddr.process(address);
  return parsed.kind() === base.kind() && parsed.match(base, bits);
}

const FOR_ALL = /^ForAllValues:/;

export const isKnownOperator = (operator: string): boolean => operator.replace(FOR_ALL, '') in TESTS;

function conditionsHold(
  { conditions }: Statement,
  context: PolicyRequest['context'],
  unknownConditions: string[],
): boolean {
  let holds = true;
  for (const [operator, keys] of Object.entries(conditions)) {
    for (const [key, accepted] of Object.entries(keys)) {
      const actual = context[key.toLowerCase()];
      const test = TESTS[operator.replace(FOR_ALL, '')];
      // AWS judges several values only with a set operator; of those CDK stacks use ForAllValues.
      const values = FOR_ALL.test(operator) ? asList(actual) : typeof actual === 'string' ? [actual] : [];
      if (!test || values.length === 0) {
        unknownConditions.push(`${operator} ${key}`);
        holds = false;
      } else if (!values.every((value) => test(String(value), accepted))) {
        holds = false;
      }
    }
  }
  return holds;
}
