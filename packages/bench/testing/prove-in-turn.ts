import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./prove.ts', import.meta.url));
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Parts of `pnpm prove`, one after the other, each in a process of its own; prints what one says when it has ended.
 *
 * @returns whether all held
 */
export async function proveInTurn(
  parts: readonly (readonly string[])[],
  print: (line: string) => void,
): Promise<boolean> {
  let holds = true;
  for (const part of parts) holds = (await provePart(part, print)) && holds;
  return holds;
}

const provePart = (part: readonly string[], print: (line: string) => void): Promise<boolean> =>
  new Promise((resolve) => {
    const options = { maxBuffer: MOST_BYTES };
    execFile(process.execPath, [...process.execArgv, PROGRAM, ...part], options, (error, stdout, stderr) => {
      print(`\n${part.join(' ')}\n\n${stdout}${stderr}`.trimEnd());
      resolve(error === null);
    });
  });
