import type { Worker } from 'node:worker_threads';
import type { AnswerAws } from '../aws/aws-endpoint.ts';
import type { BackendAnswer } from '../aws/backend.ts';
import type { AwsAnswerMessage, AwsMessage } from './thread-messages.ts';

/** Has a thread's requests to AWS answered; what is still open when the thread ends has nobody who waits. */
export function passAwsRequests(
  answer: AnswerAws,
  thread: Pick<Worker, 'postMessage'>,
): { readonly pass: (message: AwsMessage) => void; readonly stop: () => void } {
  const open = new Map<number, AbortController>();
  const end = (id: number): void => {
    open.get(id)?.abort();
    open.delete(id);
  };
  const send = async ({ id, body, ...request }: Extract<AwsMessage, { type: 'aws' }>): Promise<void> => {
    const gone = new AbortController();
    open.set(id, gone);
    const bytes = typeof body === 'string' ? body : Buffer.from(body);
    const answered = await answer({ ...request, body: bytes, gone: gone.signal }).catch((error: unknown) => ({
      status: 500,
      headers: {},
      body: `The local stack failed: ${String(error)}`,
    }));
    if (!open.delete(id)) return;
    thread.postMessage(toMessage(id, answered));
  };
  return {
    pass: (message) => {
      if (message.type === 'awsGone') end(message.id);
      else void send(message);
    },
    stop: () => {
      for (const id of [...open.keys()]) end(id);
    },
  };
}

/** Headers as HTTP would bring them. */
const toMessage = (id: number, { status, headers, body }: BackendAnswer): AwsAnswerMessage => ({
  type: 'awsAnswer',
  id,
  status,
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  ),
  body,
});
