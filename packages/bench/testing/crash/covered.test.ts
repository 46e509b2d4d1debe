import { beforeAll, expect, it } from '@jest/globals';
import { commands } from '../../../cli/src/commands.ts';
import { replayRequestSchema } from '../../../dlq-processor/src/replay-request.ts';
import { dlqRequestSchema } from '../../../dlq-processor/src/request.ts';
import { routes } from '../../../ingest-api/src/routes.ts';
import { callbackPaths } from '../../../webhook-handler/src/routes.ts';
import { FLOWS } from './flows/index.ts';
import { runFlow } from './run-flow.ts';

/** What all flows ask for, such as `POST /v1/events`, `tenants create` and `dlq-processor requeue`. */
const asked = new Set<string>();
beforeAll(async () => {
  for (const flow of FLOWS) for (const each of (await runFlow(flow)).asked) asked.add(each);
});

const isAsked = (method: string, path: string): boolean => {
  const pattern = new RegExp(`^${method} ${path.replace(/\{\w+\}/g, '[^/]+')}$`);
  return [...asked].some((each) => pattern.test(each));
};

it('every operation of the API that changes something is in a flow', () => {
  const changing = routes.filter(({ method, path }) => method !== 'GET' && !CHANGES_NOTHING.includes(path));
  expect(changing.length).toBeGreaterThan(15);
  expect(changing.filter(({ method, path }) => !isAsked(method, path)).map(({ path }) => path)).toEqual([]);
});
const CHANGES_NOTHING = ['/v1/endpoints/{endpoint_id}/filter-test'];

it('every callback is in a flow', () => {
  const paths = Object.entries(callbackPaths);
  const inFlows = new Set(paths.flatMap(([path, route]) => (isAsked('POST', path) ? [route] : [])));
  expect(paths.filter(([, route]) => !inFlows.has(route))).toEqual([]);
});

it('every action of the dlq-processor that changes something is in a flow', () => {
  const actions = [
    ...dlqRequestSchema.shape.action.options,
    ...replayRequestSchema.options.flatMap(({ shape }) => [...shape.action.values]),
  ].filter((action) => !/^(peek|replay_list|replay_show)$/.test(action));
  expect(actions.filter((action) => !asked.has(`dlq-processor ${action}`))).toEqual([]);
});

it('every command that changes something is in a flow, or does nothing but ask for what is', () => {
  const changing = commands.map(({ name }) => name).filter((name) => !READS.test(name));
  expect(changing.length).toBeGreaterThan(20);
  expect(changing.filter((name) => !asked.has(asOneOf(name)))).toEqual([]);
});
const READS =
  /^(overview|console|doctor|preflight|tail|secrets rotations|quarantine verify|events (attempts|story)|conversations (media|recent)|dlq (summary|peek)|.* (list|show))$/;

/** Which of the things that are asked for a command comes to. */
function asOneOf(name: string): string {
  const [group = '', verb = ''] = name.split(' ');
  switch (group) {
    case 'dlq':
      return `dlq-processor ${verb}`;
    case 'replays':
      return `dlq-processor replay_${verb}`;
    case 'secrets':
      // One file has those of all providers.
      return `secrets ${verb} twilio`;
    default:
      return name === 'events send' ? 'POST /v1/events' : name;
  }
}
