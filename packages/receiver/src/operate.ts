import { described, problemResponses } from '@switchyard/core/http';
import * as z from 'zod';
import { EXAMPLE_OPERATOR_TOKEN } from './examples.ts';
import { type ReceiverRoute, receiverRoute } from './receiver.ts';
import { readSwitch, type SwitchState, setSwitch } from './receiver-switch.ts';
import { requireOperator } from './require-operator.ts';

const switchView = z.object({ enabled: z.boolean(), changed_at: z.string().nullable() });

const view = ({ enabled, changedAt }: SwitchState): z.infer<typeof switchView> => ({
  enabled,
  changed_at: changedAt ?? null,
});

const operatorProblems = problemResponses([401, 503, 504], { 401: 'No operator token, or a wrong one.' });

const withToken = { headers: { authorization: `Bearer ${EXAMPLE_OPERATOR_TOKEN}` } };
const refused = { name: 'operator_token_required', summary: 'No operator token' } as const;
const unavailable = {
  ...withToken,
  name: 'unavailable',
  summary: 'The store did not answer',
  state: 'down',
} as const;

const switchRoute = (
  enabled: boolean,
  words: { summary: string; done: string; example: string },
): ReceiverRoute => {
  const operation = enabled ? 'enable' : 'disable';
  return receiverRoute({
    method: 'POST',
    path: `/${operation}`,
    access: 'operator',
    schema: {
      operationId: operation,
      summary: words.summary,
      tags: ['Operation'],
      response: { 200: described(words.done, switchView), ...operatorProblems },
    },
    async answer(receiver, request) {
      await requireOperator(receiver, request.headers.authorization);
      return view(await setSwitch(receiver, enabled));
    },
    examples: () => [{ ...withToken, name: `${operation}d`, summary: words.example }, refused, unavailable],
  });
};

export const enable = switchRoute(true, {
  summary: 'Take deliveries again',
  done: 'Deliveries are taken.',
  example: 'Switched on',
});

export const disable = switchRoute(false, {
  summary: 'Answer every delivery 503, to show retries',
  done: 'Deliveries are answered 503.',
  example: 'Switched off',
});

export const status = receiverRoute({
  method: 'GET',
  path: '/status',
  access: 'operator',
  schema: {
    operationId: 'status',
    summary: 'Does it take deliveries?',
    tags: ['Operation'],
    response: { 200: described('The state of the switch.', switchView), ...operatorProblems },
  },
  async answer(receiver, request) {
    await requireOperator(receiver, request.headers.authorization);
    return view(await readSwitch(receiver));
  },
  examples: () => [
    { ...withToken, name: 'never_switched', summary: 'Nobody ever switched it' },
    refused,
    { ...withToken, name: 'off', summary: 'Switched off', state: 'off' },
    unavailable,
  ],
});
