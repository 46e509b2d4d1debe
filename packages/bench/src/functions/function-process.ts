// A fresh process with one function in it, as Lambda starts one: what it costs to load it, and to have it run.
import { pathToFileURL } from 'node:url';
import * as z from 'zod';

const orderSchema = z.object({
  file: z.string(),
  handler: z.string(),
  payload: z.string(),
  warmUp: z.int(),
  runs: z.int(),
});
export type Order = z.infer<typeof orderSchema>;

export const costSchema = z.object({
  /** ms of CPU of the process, user and system. */
  importMs: z.number(),
  firstMs: z.number(),
  warmMs: z.number(),
  /** At the end. */
  rssMiB: z.number(),
});
export type Cost = z.infer<typeof costSchema>;

const cpuMs = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
};

async function measure({ file, handler, payload, warmUp, runs }: Order): Promise<Cost> {
  const context = { awsRequestId: 'bench', functionName: 'bench', getRemainingTimeInMillis: () => 30_000 };
  const beforeImport = process.cpuUsage();
  const module: Record<string, unknown> = await import(pathToFileURL(file).href);
  const importMs = cpuMs(beforeImport);
  const run = module[handler];
  if (typeof run !== 'function') throw new Error(`${file} has no function ${handler}.`);
  const invoke = async (): Promise<void> => {
    const answer: unknown = await run(JSON.parse(payload), context);
    const text = JSON.stringify(answer) ?? '';
    if (/"statusCode":[45]|"itemIdentifier"|"Deny"/.test(text)) throw new Error(`It failed: ${text}`);
  };
  const beforeFirst = process.cpuUsage();
  await invoke();
  const firstMs = cpuMs(beforeFirst);
  for (let done = 0; done < warmUp; done += 1) await invoke();
  const beforeWarm = process.cpuUsage();
  for (let done = 0; done < runs; done += 1) await invoke();
  return { importMs, firstMs, warmMs: cpuMs(beforeWarm) / runs, rssMiB: process.memoryUsage.rss() / 2 ** 20 };
}

process.once('message', async (message) => {
  const cost = await measure(orderSchema.parse(message));
  process.send?.(cost, () => process.exit(0));
});
