/**
 * Prints what a deployment of one synthesized assembly over another would do to each resource, by CloudFormation's own
 * rules of which property can be changed in place: `node cdk/testing/compare-templates.ts <before> <after>`, each a
 * directory that `cdk synth` wrote. The exit code is 1 where something that must be kept would be replaced or deleted.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fullDiff, type ResourceDifference, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import * as z from 'zod';
import { isKept } from './kept-resources.ts';

const HARMLESS: readonly ResourceImpact[] = [ResourceImpact.WILL_CREATE, ResourceImpact.WILL_UPDATE];

const templateSchema = z.looseObject({ Resources: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** Without the metadata, in which CDK writes where a resource was made when its CLI starts the app. */
function readTemplate(directory: string): Record<string, unknown> {
  const text = readFileSync(join(directory, 'Switchyard.template.json'), 'utf8');
  const { Resources, ...template } = templateSchema.parse(JSON.parse(text));
  for (const resource of Object.values(Resources)) delete resource.Metadata;
  return { ...template, Resources };
}

const [before, after] = process.argv.slice(2);
if (before === undefined || after === undefined) {
  console.error(
    'Usage: node cdk/testing/compare-templates.ts <before> <after>, each a directory of `cdk synth`',
  );
  process.exit(2);
}
fullDiff(readTemplate(before), readTemplate(after)).resources.forEachDifference(
  (logicalId, difference: ResourceDifference) => {
    const { changeImpact, resourceType, propertyUpdates } = difference;
    if (changeImpact === ResourceImpact.NO_CHANGE) return;
    const harm = isKept(resourceType) && !HARMLESS.includes(changeImpact);
    if (harm) process.exitCode = 1;
    const properties = Object.keys(propertyUpdates).sort().join(', ');
    console.log(
      `${harm ? '! ' : '  '}${changeImpact} ${resourceType} ${logicalId}${properties && `: ${properties}`}`,
    );
  },
);
