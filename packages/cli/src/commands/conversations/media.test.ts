import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { putNewConversation } from '@switchyard/core/conversations';
import { receivedMessageKey, receivedMessageListKey } from '@switchyard/core/received-messages';
import { aConversation, aReceivedMessage, presentation } from '../../../testing/builders.ts';
import { testSession } from '../../../testing/test-session.ts';
import { conversationsMedia } from './media.ts';

const ACCOUNT = `AC${'1'.repeat(32)}`;
const MEDIA_URL = `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}/Messages/MM${'2'.repeat(32)}/Media/ME${'3'.repeat(32)}`;
const PNG = Buffer.from('89504e470d0a1a0a00', 'hex');

async function setUp() {
  const { session, tables } = testSession();
  const deployment = await session.open();
  await putNewConversation(deployment, aConversation());
  const received = aReceivedMessage('SM1');
  const media = [{ url: MEDIA_URL, content_type: 'image/png' }, { filename: 'offer.pdf' }];
  const message = { ...received.message, media };
  tables.events.store({
    ...receivedMessageKey(message),
    ...receivedMessageListKey('conv_1', message),
    ...received,
    message,
  });
  const SecretString = JSON.stringify({ twilio: { accounts: { [ACCOUNT]: ['token'] } } });
  const secretsManager = { send: async () => ({ SecretString }) };
  return {
    ...session,
    // Only the reading of the one secret is asked for.
    open: async () => ({
      ...deployment,
      secretsManager: secretsManager as never,
      providerSecrets: 'providers',
    }),
    fetch: async () => new Response(PNG),
  };
}

const input = { conversationId: 'conv_1', messageId: 'SM1', number: 1, bytes: false };

describe('conversations media', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'media-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('says what a file is, and what is in it only when asked to', async () => {
    const session = await setUp();
    const answer = await conversationsMedia.run(session, input);
    expect(answer).toMatchObject({ content_type: 'image/png', image_type: 'image/png', size_bytes: 9 });
    expect(answer).not.toHaveProperty('base64');
    expect(conversationsMedia.text(answer, presentation)).toBe(
      'image/png, 9 B. Write it somewhere with --out.',
    );
    expect(await conversationsMedia.run(session, { ...input, bytes: true })).toMatchObject({
      base64: PNG.toString('base64'),
    });
  });

  it('writes it, and over nothing', async () => {
    const session = await setUp();
    const out = join(directory, 'photo.png');
    await conversationsMedia.run(session, { ...input, out });
    expect(await readFile(out)).toEqual(PNG);
    await expect(conversationsMedia.run(session, { ...input, out })).rejects.toMatchObject({
      code: 'not_written',
    });
  });

  it('says of an attachment of a mail that it is not kept', async () => {
    await expect(conversationsMedia.run(await setUp(), { ...input, number: 2 })).rejects.toMatchObject({
      code: 'media_not_kept',
    });
  });

  it.each([
    ['another number', { number: 3 }],
    ['another message', { messageId: 'SM2' }],
    ['another conversation', { conversationId: 'conv_2' }],
  ])('finds nothing under %s', async (_, changes) => {
    await expect(conversationsMedia.run(await setUp(), { ...input, ...changes })).rejects.toMatchObject({
      code: 'file_not_found',
    });
  });
});
