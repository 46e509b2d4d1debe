import { conversationSchema, setHandOff } from '@switchyard/core/conversations';
import { NotFoundError } from '@switchyard/core/errors';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { flag } from '../../input-schemas.ts';
import type { DeploymentContext } from '../../session.ts';

/** Hands a conversation to a person, or back to the machine: the next message goes to the other queue. */
async function handOff(deployment: DeploymentContext, id: string, handOffToHuman: boolean) {
  const before = await setHandOff(deployment, id, handOffToHuman);
  if (before === undefined) throw new NotFoundError('conversation', id);
  return {
    conversation_id: id,
    channel: before.channel,
    hand_off_to_human: handOffToHuman,
    changed: before.handOffToHuman !== handOffToHuman,
  };
}

export function conversationsHandoffText({
  conversation_id,
  channel,
  hand_off_to_human,
  changed,
}: Awaited<ReturnType<typeof handOff>>): string {
  const state = hand_off_to_human ? 'handed to a person' : 'answered by the machine';
  if (!changed) return `Conversation ${conversation_id} was ${state} already.`;
  const queue = `${channel}-${hand_off_to_human ? 'handoff' : 'replies'}`;
  return `Conversation ${conversation_id} is ${state}: messages from now on go to the queue ${queue}.`;
}

export const conversationsHandoff = defineCommand({
  name: 'conversations handoff',
  summary: 'hand it to a person: the next messages go to the handoff queue',
  input: z.object({ conversationId: conversationSchema.shape.conversationId, back: flag }),
  arguments: ['conversationId'],
  options: { back: 'back to the machine' },
  examples: [
    'conversations handoff conv_06h03rgymztny9khep8ps1xnt8',
    'conversations handoff conv_06h03rgymztny9khep8ps1xnt8 --back',
  ],
  run: async ({ open }, { conversationId, back }) => handOff(await open(), conversationId, !back),
  text: conversationsHandoffText,
});
