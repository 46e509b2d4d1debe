import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createApp } from '../lib/app.ts';
import { parseSettings, SettingsError } from '../lib/settings/settings.ts';

const dotenv = fileURLToPath(new URL('../../.env', import.meta.url));
// What is set in the environment wins over the file.
if (existsSync(dotenv)) process.loadEnvFile(dotenv);

try {
  createApp(parseSettings(process.env)).synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
