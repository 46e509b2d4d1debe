/**
 * Reads two templates from standard input and prints what a deployment of the second over the first would change, and
 * what it would replace or delete, of what holds data: by CloudFormation's own rules of which property can be changed
 * in place.
 */
import { json } from 'node:stream/consumers';
import { fullDiff, type ResourceDifference, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import * as z from 'zod';

const HOLDS_DATA = ['AWS::DynamoDB::Table', 'AWS::SQS::Queue', 'AWS::SecretsManager::Secret'];
const HARMLESS: readonly ResourceImpact[] = [ResourceImpact.NO_CHANGE, ResourceImpact.WILL_UPDATE];

const template = z.record(z.string(), z.unknown());
const { before, after } = z.object({ before: template, after: template }).parse(await json(process.stdin));

const changed: string[] = [];
const harmed: string[] = [];
fullDiff(before, after).resources.forEachDifference((logicalId, difference: ResourceDifference) => {
  if (!HOLDS_DATA.includes(difference.resourceType ?? '')) return;
  changed.push(logicalId);
  if (HARMLESS.includes(difference.changeImpact)) return;
  const properties = Object.keys(difference.propertyUpdates).join(', ');
  harmed.push(`${difference.changeImpact} ${difference.resourceType} ${logicalId}: ${properties}`);
});
process.stdout.write(JSON.stringify({ changed, harmed }));
