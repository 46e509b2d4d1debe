type Item = Readonly<Record<string, unknown>>;

type Names = Readonly<Record<string, string>>;
type Values = Readonly<Record<string, unknown>>;

/** Whether a DynamoDB condition holds for an item: the part of the language that this project uses. */
export function evaluateCondition(
  condition: string,
  item: Item | undefined,
  names: Names = {},
  values: Values = {},
): boolean {
  const tokens = condition.match(/<=|>=|<>|[()<>=,]|[#:]?\w+(?:\[\d+\])?(?:\.\w+)*/g) ?? [];
  let next = 0;

  const take = (): string => tokens[next++] ?? '';
  function expect(token: string): void {
    const found = take();
    if (found !== token) throw new Error(`"${found}" where "${token}" was expected in: ${condition}`);
  }
  const attribute = (token: string): unknown =>
    valueAt(item, token.startsWith('#') ? (names[token] ?? '') : token);
  function operand(token: string): unknown {
    if (!token.startsWith(':')) return attribute(token);
    if (!(token in values)) throw new Error(`${token} has no value in: ${condition}`);
    return values[token];
  }

  function disjunction(): boolean {
    let holds = conjunction();
    while (tokens[next] === 'OR') {
      next += 1;
      const right = conjunction();
      holds = holds || right;
    }
    return holds;
  }
  function conjunction(): boolean {
    let holds = primary();
    while (tokens[next] === 'AND') {
      next += 1;
      const right = primary();
      holds = holds && right;
    }
    return holds;
  }
  function primary(): boolean {
    const token = take();
    if (token === '(') {
      const holds = disjunction();
      expect(')');
      return holds;
    }
    if (token === 'attribute_exists' || token === 'attribute_not_exists') {
      expect('(');
      const exists = attribute(take()) !== undefined;
      expect(')');
      return exists === (token === 'attribute_exists');
    }
    if (token === 'begins_with') {
      expect('(');
      const text = operand(take());
      expect(',');
      const prefix = operand(take());
      expect(')');
      return typeof text === 'string' && text.startsWith(String(prefix));
    }
    const left = operand(token);
    const operator = take();
    if (operator === 'IN') return list().includes(left);
    const right = operand(take());
    if (operator !== 'BETWEEN') return compare(left, operator, right);
    expect('AND');
    const upper = operand(take());
    return compare(left, '>=', right) && compare(left, '<=', upper);
  }

  function list(): unknown[] {
    const values: unknown[] = [];
    expect('(');
    do values.push(operand(take()));
    while (take() === ',');
    return values;
  }

  const result = disjunction();
  if (next !== tokens.length) throw new Error(`Not understood from "${tokens[next]}" on: ${condition}`);
  return result;
}

/** `status`, or a path such as `secrets[0].secret`. */
function valueAt(item: Item | undefined, path: string): unknown {
  return path
    .match(/\w+/g)
    ?.reduce<unknown>(
      (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
      item,
    );
}

/** An absent attribute compares as false with everything, as in DynamoDB. */
function compare(left: unknown, operator: string, right: unknown): boolean {
  if (left === undefined || right === undefined) return false;
  if (operator === '=') return left === right;
  if (typeof left !== typeof right) return false;
  const [a, b] = [left, right].map((value) => (typeof value === 'number' ? value : String(value)));
  if (a === undefined || b === undefined) return false;
  switch (operator) {
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
    case '<':
      return a < b;
    case '>':
      return a > b;
    default:
      throw new Error(`The operator "${operator}" is not known here`);
  }
}
