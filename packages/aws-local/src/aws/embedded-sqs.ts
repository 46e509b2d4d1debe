import { buildApp } from 'fauxqs';
import type { Backend } from './backend.ts';

/** SQS in this process, in memory. `buildApp`, because `startFauxqs` listens on every interface. */
export async function startEmbeddedSqs(region: string): Promise<Backend> {
  const app = buildApp({ logger: false, defaultRegion: region });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { url, stop: () => app.close() };
}
