/**
 * Prints what cdk-nag's AwsSolutions rules find in the stack for several settings, and what the stack's code accepts of
 * that; and what they find in a stack with a flaw; and whether the stack refuses to be deleted. Nothing is synthesized.
 */
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as z from 'zod';
import { createApp } from '../lib/app.ts';
import { parseSettings } from '../lib/settings/settings.ts';

const variantsSchema = z.record(z.string(), z.record(z.string(), z.string()));
const acknowledgedSchema = z.record(z.string(), z.string());

type Inspected = { readonly findings: string[]; readonly accepted: string[]; readonly isProtected: boolean };

function inspect(app: App): Inspected {
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  return {
    findings: violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    ),
    accepted: app.node
      .findAll()
      .flatMap(({ node }) =>
        node.metadata
          .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
          .flatMap(({ data }) =>
            Object.entries(acknowledgedSchema.parse(data)).map(
              ([rule, reason]) => `${rule} at ${node.path}: ${reason}`,
            ),
          ),
      ),
    isProtected: app.node
      .findAll()
      .some((each) => Stack.isStack(each) && each.terminationProtection === true),
  };
}

/** A queue that breaks rules, to see that they are checked. */
function flawedApp(): App {
  const app = new App();
  new Queue(new Stack(app, 'Flawed'), 'Queue');
  return app;
}

const variants = variantsSchema.parse(JSON.parse(process.argv[2] ?? ''));
const inspected = Object.entries(variants).map(([name, settings]) => {
  const app = createApp(parseSettings(settings), { context: { 'aws:cdk:bundling-stacks': [] } });
  return [name, inspect(app)] as const;
});
process.stdout.write(JSON.stringify({ ...Object.fromEntries(inspected), flawed: inspect(flawedApp()) }));
