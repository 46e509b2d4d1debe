import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createApp } from '../lib/app.ts';
import { nearMisses } from '../lib/settings/near-misses.ts';
import { parseSettings, SettingsError } from '../lib/settings/settings.ts';

const dotenv = fileURLToPath(new URL('../../.env', import.meta.url));
// What is set in the environment wins over the file.
if (existsSync(dotenv)) process.loadEnvFile(dotenv);

for (const warning of nearMisses(process.env)) console.warn(`Warning: ${warning}`);

try {
  createApp(parseSettings(process.env)).synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
