const compiled = new Map<string, RegExp>();

/** IAM's wildcards: `*` stands for any run of characters, `?` for one. */
export function matchPattern(pattern: string, value: string, ignoreCase = false): boolean {
  const key = `${ignoreCase}${pattern}`;
  let expression = compiled.get(key);
  if (!expression) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    expression = new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
    compiled.set(key, expression);
  }
  return expression.test(value);
}
