import * as z from 'zod';
import type { OpenDeployment } from '../open-deployment.ts';
import { type Finding, fail, ok } from './finding.ts';

/** API Gateway answers within 29 s; a healthy function long before. */
const TIMEOUT_MS = 15_000;

const healthSchema = z.object({ checks: z.record(z.string(), z.string()).default({}) });

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Whether the APIs answer over HTTP, as tenants and providers reach them. */
export async function checkReachable(
  { hooksUrl, receiverUrl }: Pick<OpenDeployment, 'hooksUrl' | 'receiverUrl'>,
  fetch: Fetch,
): Promise<Finding[]> {
  return Promise.all([
    ask(fetch, 'callbacks', `${hooksUrl}/webhooks/health?deep=1`, async (response) => {
      if (response.status === 200) return 'table, queues and secrets answer';
      const { checks } = healthSchema.catch({ checks: {} }).parse(await response.json().catch(() => ({})));
      const failing = Object.entries(checks).flatMap(([name, state]) => (state === 'ok' ? [] : [name]));
      throw new UnexpectedAnswer(failing.length === 0 ? undefined : `failing: ${failing.join(', ')}`);
    }),
    ask(fetch, 'API', `${hooksUrl}/v1/events`, async (response) => {
      if (response.status === 401) return 'refuses a request without token, as it should';
      throw new UnexpectedAnswer('a request without token should be refused with 401');
    }),
    ask(fetch, 'receiver', `${receiverUrl}/health`, async (response) => {
      if (response.status === 200) return 'is healthy';
      throw new UnexpectedAnswer();
    }),
  ]);
}

class UnexpectedAnswer extends Error {}

async function ask(
  fetch: Fetch,
  check: string,
  url: string,
  read: (response: Response) => Promise<string>,
): Promise<Finding> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'manual' });
  } catch (error) {
    return fail(
      check,
      `GET ${url} does not answer: ${causeOf(error)}`,
      'check DNS, the certificate and the stack',
    );
  }
  try {
    return ok(check, `GET ${url} answers ${response.status}: ${await read(response)}`);
  } catch (error) {
    if (!(error instanceof UnexpectedAnswer)) throw error;
    const detail = error.message === '' ? '' : `: ${error.message}`;
    return fail(check, `GET ${url} answers ${response.status}${detail}`, 'the log of its function says why');
  }
}

/** `fetch` says only that it failed; why is in its cause. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `nothing within ${TIMEOUT_MS / 1_000} s`;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
