const compiled = new Map<string, RegExp>();

/** IAM's wildcards: `*` stands for any run of characters, `?` for one. */
export function matchPattern(pattern: string, value: string, ignoreCase = false): boolean {
  // Most patterns have none, and each call of a function is held against all of its policies.
  if (!ignoreCase && !/[*?]/.test(pattern)) return pattern === value;
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
