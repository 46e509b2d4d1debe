import {
  givenValue,
  type Item,
  isEqual,
  type Names,
  order,
  remembered,
  type Values,
  valueAt,
} from './attributes.ts';

const TOKEN = /<=|>=|<>|[()<>=,]|[#:]?\w+(?:\[\d+\]|\.#?\w+)*/g;
const tokensOf = remembered((condition): readonly string[] => condition.match(TOKEN) ?? []);

/** Whether a DynamoDB condition holds for an item: the part of the language that this project uses. */
export function evaluateCondition(
  condition: string,
  item: Item | undefined,
  names: Names = {},
  values: Values = {},
): boolean {
  const tokens = tokensOf(condition);
  let next = 0;

  const take = (): string => tokens[next++] ?? '';
  const fail = (): never => {
    throw new Error(`Not understood from "${tokens[next - 1]}" on: ${condition}`);
  };
  function expect(token: string): void {
    if (take() !== token) fail();
  }
  const operand = (): unknown => {
    const token = take();
    if (!/^[#:\w]/.test(token)) fail();
    return token.startsWith(':') ? givenValue(token, values) : valueAt(item, token, names);
  };

  /** Every part is read, so that one that makes no sense fails whatever the others are. */
  function each(operator: 'OR' | 'AND', part: () => boolean): boolean[] {
    const parts = [part()];
    while (tokens[next] === operator) {
      next += 1;
      parts.push(part());
    }
    return parts;
  }
  const disjunction = (): boolean => each('OR', conjunction).includes(true);
  const conjunction = (): boolean => !each('AND', primary).includes(false);

  function primary(): boolean {
    switch (tokens[next]) {
      case '(': {
        next += 1;
        const holds = disjunction();
        expect(')');
        return holds;
      }
      case 'attribute_exists':
        return call(1)[0] !== undefined;
      case 'attribute_not_exists':
        return call(1)[0] === undefined;
      case 'begins_with': {
        const [text, prefix] = call(2);
        return typeof text === 'string' && typeof prefix === 'string' && text.startsWith(prefix);
      }
      default:
        return comparison();
    }
  }
  function call(count: number): unknown[] {
    next += 1;
    const given = list();
    return given.length === count ? given : fail();
  }
  function list(): unknown[] {
    expect('(');
    const given = [operand()];
    while (tokens[next] === ',') {
      next += 1;
      given.push(operand());
    }
    expect(')');
    return given;
  }
  function comparison(): boolean {
    const left = operand();
    const operator = take();
    if (operator === 'IN') return list().some((right) => compare(left, '=', right));
    const right = operand();
    if (operator !== 'BETWEEN') return compare(left, operator, right);
    expect('AND');
    const upper = operand();
    return compare(left, '>=', right) && compare(left, '<=', upper);
  }

  const result = disjunction();
  if (next !== tokens.length) fail();
  return result;
}

/** An absent attribute differs from everything, and has no order. */
function compare(left: unknown, operator: string, right: unknown): boolean {
  const ordered = left === undefined || right === undefined ? undefined : order(left, right);
  switch (operator) {
    case '=':
      return left !== undefined && right !== undefined && isEqual(left, right);
    case '<>':
      return left === undefined || right === undefined || !isEqual(left, right);
    case '<=':
      return ordered !== undefined && ordered <= 0;
    case '>=':
      return ordered !== undefined && ordered >= 0;
    case '<':
      return ordered !== undefined && ordered < 0;
    case '>':
      return ordered !== undefined && ordered > 0;
    default:
      throw new Error(`The operator "${operator}" is not known here`);
  }
}
