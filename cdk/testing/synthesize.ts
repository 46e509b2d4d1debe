import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { createApp } from '../lib/app.ts';
import { parseSettings } from '../lib/settings.ts';

/** The stack's template for these settings. Nothing is bundled: that takes seconds and changes asset hashes only. */
export function synthesize(settings: Readonly<Record<string, string>> = {}): Template {
  const outdir = mkdtempSync(join(tmpdir(), 'switchyard-cdk-'));
  try {
    const app = createApp(parseSettings(settings), { outdir, context: { 'aws:cdk:bundling-stacks': [] } });
    return Template.fromJSON(app.synth().getStackArtifact('Switchyard').template);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
