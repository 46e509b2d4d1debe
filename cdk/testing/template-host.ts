// Synthesizes for the tests, on request. Nothing is bundled: that takes seconds and changes asset hashes only.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../lib/app.ts';
import { parseSettings } from '../lib/settings/settings.ts';
import { type TemplateAnswer, templateRequestSchema } from './template-messages.ts';

function synthesize(settings: Readonly<Record<string, string>>): TemplateAnswer {
  const outdir = mkdtempSync(join(tmpdir(), 'switchyard-cdk-'));
  try {
    const app = createApp(parseSettings(settings), {
      outdir,
      context: { 'aws:cdk:bundling-stacks': [] },
      // CDK's own look at the template takes five seconds a process; `pnpm synth` has it.
      builtinCloudFormationValidation: false,
    });
    return { template: JSON.stringify(app.synth().getStackArtifact('Switchyard').template) };
  } catch (error) {
    return { problem: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

process.on('message', (message) => {
  process.send?.(synthesize(templateRequestSchema.parse(message).settings));
});
