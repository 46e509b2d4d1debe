// `package.json` starts it with `--max-semi-space-size=16`: with V8's own choice garbage takes more memory than the
// tables, with less each event costs a tenth more.
import color from 'picocolors';
import { runDev } from '../dev/run-dev.ts';
import { createTerminal } from '../dev/terminal.ts';
import { loadDotenv } from '../session/load-dotenv.ts';
import { removeLocalJson } from '../session/local-json.ts';
import { LOCAL_JSON } from '../session/paths.ts';

/** Stopping takes less than a second; what hangs is left to the end of the process. */
const STOP_LIMIT_MS = 5_000;

loadDotenv();
const terminal = createTerminal(process.stdout);
const stopping = new AbortController();
process.once('exit', () => removeLocalJson(LOCAL_JSON));

const started = runDev(process.env, terminal, stopping.signal);

/** Only the first signal counts: npx and pnpm pass on what the terminal has sent to everybody already. */
function stop(): void {
  if (stopping.signal.aborted) return;
  stopping.abort();
  terminal.status(undefined);
  terminal.line(color.dim('\n  Stopping …'));
  setTimeout(() => process.exit(0), STOP_LIMIT_MS).unref();
  void started
    .then((stopStack) => stopStack())
    .catch(() => undefined)
    .then(() => terminal.line(color.dim('  Stopped.')))
    .finally(() => process.exit(0));
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
// The reader of a pipe has gone.
process.stdout.on('error', stop);

started.catch((error: unknown) => {
  if (stopping.signal.aborted) return;
  const message = error instanceof Error ? error.message : String(error);
  console.error(`\n${color.red('Switchyard did not start.')} ${message}\n`);
  process.exit(1);
});
