import { describe, expect, it } from '@jest/globals';
import { awsError, fakeLambda, invoked } from '../testing/fake-client.ts';
import { peekDeadLetters, purgeDeadLetters, requeueDeadLetters } from './dlq-processor.ts';

const functionName = 'switchyard-dlq-processor';
const answering = (answer: () => unknown) => {
  const { client, sent } = fakeLambda(answer);
  return { context: { lambda: client, dlqProcessor: functionName }, sent };
};
const result = { matched: 1, scanned: 1, malformed: 0, complete: true };

describe('calls of the dlq-processor', () => {
  it('sends the action with its filter, without what is not given', async () => {
    const { context, sent } = answering(() => invoked({ action: 'purge', ...result, purged: 1, failed: 0 }));
    const request = { tenantId: 'acme', endpointId: undefined, maxMessages: 5 };
    expect(await purgeDeadLetters(context, request)).toMatchObject({ purged: 1 });
    expect(sent()[0]?.input.FunctionName).toBe(functionName);
    expect(JSON.parse(String(sent()[0]?.input.Payload))).toEqual({
      action: 'purge',
      tenantId: 'acme',
      maxMessages: 5,
    });
  });

  it('reads a dead letter whose attempts crashed, which has no time of death', async () => {
    const message = {
      messageId: 'm',
      sentAt: '2026-03-01T11:00:00.000Z',
      tenantId: 'acme',
      eventId: 'evt_1',
      endpointId: 'default',
      generation: 1,
      reason: 'worker_crashed',
    };
    const { context } = answering(() => invoked({ action: 'peek', ...result, messages: [message] }));
    expect((await peekDeadLetters(context, { maxMessages: 1 })).messages).toEqual([message]);
  });

  it('are made one after another, also after one that failed, for each hides from the others what it looks at', async () => {
    const events: string[] = [];
    const { promise: release, resolve } = Promise.withResolvers<void>();
    const { client } = fakeLambda(async ({ Payload }) => {
      const { maxMessages } = JSON.parse(String(Payload));
      events.push(`begin ${maxMessages}`);
      if (maxMessages === 1) {
        await release;
        events.push('end 1');
        throw awsError('ServiceException');
      }
      return invoked({ action: 'peek', ...result, messages: [] });
    });
    const context = { lambda: client, dlqProcessor: functionName };
    const first = peekDeadLetters(context, { maxMessages: 1 });
    const second = peekDeadLetters(context, { maxMessages: 2 });
    resolve();
    await expect(first).rejects.toThrow('ServiceException');
    await second;
    expect(events).toEqual(['begin 1', 'end 1', 'begin 2']);
  });

  it("shows the function's own message when it failed", async () => {
    const { context } = answering(() =>
      invoked({ errorType: 'Error', errorMessage: 'Task timed out after 300.00 seconds' }, 'Unhandled'),
    );
    await expect(peekDeadLetters(context, { maxMessages: 1 })).rejects.toMatchObject({
      code: 'function_failed',
      message: `The function ${functionName} failed: Task timed out after 300.00 seconds`,
    });
  });

  it('says so when the function does not exist', async () => {
    const { context } = answering(() => {
      throw awsError('ResourceNotFoundException');
    });
    await expect(peekDeadLetters(context, { maxMessages: 1 })).rejects.toMatchObject({
      code: 'function_not_found',
    });
  });

  it.each([
    ['text that is no JSON', 'oops'],
    ['another shape', { hello: 1 }],
    ['nothing', ''],
  ])('does not take %s for a result', async (_name, payload) => {
    const { context } = answering(() => invoked(payload));
    await expect(requeueDeadLetters(context, { maxMessages: 1 })).rejects.toMatchObject({
      code: 'function_answer_malformed',
    });
  });
});
