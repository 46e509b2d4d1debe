import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import {
  TEMPLATES_URL,
  type TemplateAnswer,
  templateAnswerSchema,
  templateRequestSchema,
} from './template-messages.ts';

const HOST = fileURLToPath(new URL('./template-host.ts', import.meta.url));

export type TemplateRun = { readonly stop: () => Promise<void> };

/**
 * Synthesizes for all test files of a run, in whichever process they are: CDK is loaded once, in a Node of its own,
 * which takes a third of the time that jest needs, and each template is made once.
 */
export async function startTemplateRun(): Promise<TemplateRun> {
  const made = new Map<string, Promise<TemplateAnswer>>();
  // The host answers in the order in which it was asked.
  const waiting: ((answer: TemplateAnswer) => void)[] = [];
  let host: ChildProcess | undefined;

  const startHost = (): ChildProcess => {
    const child = fork(HOST, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
    child.on('message', (answer) => waiting.shift()?.(templateAnswerSchema.parse(answer)));
    child.once('exit', (code) => {
      host = undefined;
      for (const answer of waiting.splice(0)) answer({ problem: `CDK ended with ${code}.` });
    });
    return child;
  };
  const make = async (asked: string): Promise<TemplateAnswer> => {
    const request = templateRequestSchema.parse(JSON.parse(asked));
    return new Promise((resolve) => {
      host ??= startHost();
      waiting.push(resolve);
      host.send(request);
    });
  };

  const server = createServer(async (request, response) => {
    // A connection kept open would keep the test's process from ending.
    response.shouldKeepAlive = false;
    try {
      const asked = await text(request);
      const answer = made.get(asked) ?? make(asked);
      made.set(asked, answer);
      const given = await answer;
      response.statusCode = 'template' in given ? 200 : 500;
      response.end('template' in given ? given.template : given.problem);
    } catch (error) {
      // Whatever else on the machine finds the port must not end the run.
      response.statusCode = 400;
      response.end(`Not a request for a template: ${error}`);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env[TEMPLATES_URL] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    stop: async () => {
      server.closeAllConnections();
      server.close();
      if (host === undefined) return;
      const exited = once(host, 'exit');
      host.disconnect();
      await exited;
    },
  };
}
