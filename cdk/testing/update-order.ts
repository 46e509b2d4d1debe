import { namesIn } from './find-cycle.ts';
import type { Template } from './synthesize.ts';

/** What CloudFormation creates or updates before this resource, by logical id. */
export function updatedBefore({ Resources }: Pick<Template, 'Resources'>, logicalId: string): Set<string> {
  const before = new Set<string>();
  const visit = (id: string): void => {
    for (const needed of namesIn(Resources[id])) {
      if (!(needed in Resources) || needed === logicalId || before.has(needed)) continue;
      before.add(needed);
      visit(needed);
    }
  };
  visit(logicalId);
  return before;
}
