import type { Template } from './synthesize.ts';

/** The logical ids of a circle of resources that wait for each other; undefined where there is none. */
export function findCycle({ Resources }: Pick<Template, 'Resources'>): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];

  function visit(id: string): string[] | undefined {
    if (done.has(id)) return undefined;
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    path.push(id);
    for (const needed of namesIn(Resources[id])) {
      const cycle = needed in Resources && needed !== id ? visit(needed) : undefined;
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    done.add(id);
    return undefined;
  }

  return Object.keys(Resources).reduce<string[] | undefined>((cycle, id) => cycle ?? visit(id), undefined);
}

/** What a resource refers to: by Ref, Fn::GetAtt, Fn::Sub or DependsOn. */
export function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref' && typeof inner === 'string') return [inner];
    if (key === 'DependsOn') return [inner].flat().map(String);
    const texts: unknown[] = [inner].flat();
    const text = typeof texts[0] === 'string' ? texts[0] : '';
    if (key === 'Fn::GetAtt') return [text.split('.', 1)[0] ?? ''];
    if (key === 'Fn::Sub')
      return [...[...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name), ...namesIn(texts[1])];
    return namesIn(inner);
  });
}
