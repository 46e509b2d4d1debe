import color from 'picocolors';
import { runDev } from '../dev/run-dev.ts';
import { loadDotenv } from '../session/load-dotenv.ts';

loadDotenv();
const write = (line: string) => console.log(line);

let stopping = false;
const started = runDev(process.env, write);

/** The first signal stops in order, a second one at once. */
function onSignal(): void {
  if (stopping) process.exit(130);
  stopping = true;
  write(color.dim('\n  Stopping …'));
  started
    .then((stop) => stop())
    .then(() => write(color.dim('  Stopped.')))
    .catch(() => undefined)
    .finally(() => process.exit(0));
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

started.catch((error: unknown) => {
  if (stopping) return;
  console.error(
    `\n${color.red('Switchyard did not start.')} ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
