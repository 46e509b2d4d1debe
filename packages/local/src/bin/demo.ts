import { demoCommand } from '../demo/demo-command.ts';
import { runDemo } from '../demo/run-demo.ts';
import { createTerminal } from '../dev/terminal.ts';
import { loadDotenv } from '../session/load-dotenv.ts';

const json = process.argv.includes('--json');
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stopping.abort(new Error('Stopped before its end.')));
}

loadDotenv();
const exitCode = await demoCommand({
  terminal: createTerminal(process.stdout),
  json,
  run: (watcher) => runDemo(process.env, watcher, stopping.signal),
});
process.exit(exitCode);
