/** Prints the templates for several settings, by name. Nothing is bundled: that takes seconds and changes asset hashes only. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { createApp } from '../lib/app.ts';
import { parseSettings } from '../lib/settings.ts';

const variantsSchema = z.record(z.string(), z.record(z.string(), z.string()));

const variants = variantsSchema.parse(JSON.parse(process.argv[2] ?? ''));
const directory = mkdtempSync(join(tmpdir(), 'switchyard-cdk-'));
try {
  const templates = Object.entries(variants).map(([name, settings]): [string, unknown] => {
    const app = createApp(parseSettings(settings), {
      outdir: join(directory, name),
      context: { 'aws:cdk:bundling-stacks': [] },
      // CDK's own look at the template takes five seconds a process; `pnpm synth` has it.
      builtinCloudFormationValidation: false,
    });
    return [name, app.synth().getStackArtifact('Switchyard').template];
  });
  process.stdout.write(JSON.stringify(Object.fromEntries(templates)));
} finally {
  rmSync(directory, { recursive: true });
}
