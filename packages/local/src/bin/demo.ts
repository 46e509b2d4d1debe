import color from 'picocolors';
import { type DemoStepResult, runDemo } from '../demo/run-demo.ts';
import { loadDotenv } from '../session/load-dotenv.ts';

const json = process.argv.includes('--json');
const write = (line: string) => (json ? undefined : console.log(line));

function show({ ok, title, duration_ms: ms, facts, error }: DemoStepResult): void {
  write(`${ok ? color.green('✔') : color.red('✘')} ${title} ${color.dim(`${(ms / 1000).toFixed(1)} s`)}`);
  for (const [name, value] of Object.entries(facts)) write(`    ${color.dim(`${name}:`)} ${value}`);
  if (error !== undefined) write(`    ${color.red(error)}`);
}

write(color.bold('\nSwitchyard demo') + color.dim('  the stack that would be deployed, on this machine\n'));
loadDotenv();
try {
  const result = await runDemo(process.env, show);
  if (json) console.log(JSON.stringify(result));
  else console.log(result.ok ? color.green('\nAll of it held.\n') : color.red('\nNot all of it held.\n'));
  process.exitCode = result.ok ? 0 : 1;
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  if (json) console.log(JSON.stringify({ ok: false, error: message, steps: [] }));
  else console.error(color.red(message));
  process.exitCode = 1;
}
