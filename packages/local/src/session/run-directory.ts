import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = /^run-(\d+)$/;

/**
 * A directory for what this run synthesizes, so that stacks running side by side do not disturb each other. What
 * runs that were killed left behind is removed.
 *
 * @returns its path; whoever asked removes it
 */
export async function createRunDirectory(parent: string, pid: number = process.pid): Promise<string> {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const [, owner] = NAME.exec(name) ?? [];
    if (owner !== undefined && (Number(owner) === pid || !isAlive(Number(owner))))
      await rm(join(parent, name), { recursive: true, force: true });
  }
  const directory = join(parent, `run-${pid}`);
  await mkdir(directory);
  return directory;
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
