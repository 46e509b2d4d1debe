import { writeFile } from 'node:fs/promises';
import { conversationSchema } from '@switchyard/core/conversations';
import { latestMessages } from '@switchyard/core/received-messages';
import { MAX_BATCH_GET } from '@switchyard/core/tables';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { CommandError } from '../../errors.ts';
import { formatBytes } from '../../format.ts';
import { flag, textSchema, wholeNumber } from '../../input-schemas.ts';
import { fetchMedia, MAX_MEDIA_BYTES } from '../../media/fetch-media.ts';
import { imageType } from '../../media/image-type.ts';
import { providerSecretsOf, readProviderSecrets } from '../../provider-secrets-store.ts';

const MAX_ID = 256;
const MAX_PATH = 4_096;
const MAX_NUMBER = 100;

export const conversationsMedia = defineCommand({
  name: 'conversations media',
  summary: 'a file of a message, fetched from the provider that keeps it',
  input: z.object({
    conversationId: conversationSchema.shape.conversationId,
    messageId: textSchema(MAX_ID),
    number: wholeNumber(1, MAX_NUMBER),
    out: textSchema(MAX_PATH).optional(),
    bytes: flag,
  }),
  arguments: ['conversationId', 'messageId'],
  options: {
    number: ['<number>', 'which of its files, counted from 1', '1'],
    out: ['<file>', 'where to write it; a file that is there is not written over'],
    bytes: 'with --json: what is in it, in base64',
  },
  examples: ['conversations media conv_06h03rgymztny9khep8ps1xnt8 SM0123 --out photo.jpg'],
  notes: `Of messages of Twilio, one of the latest ${MAX_BATCH_GET} of the conversation: it keeps their files and gives them out by its API, which is asked with the auth token of the account that is among the provider secrets. At most ${MAX_MEDIA_BYTES / 1_024 / 1_024} MiB. Attachments of mails are not kept.`,
  async run({ open, fetch }, { conversationId, messageId, number, out, bytes: isWanted }) {
    const deployment = await open();
    const { messages } = await latestMessages(deployment, conversationId, MAX_BATCH_GET);
    const found = messages.find(({ message }) => message.providerId === messageId);
    const media = found?.message.media[number - 1];
    if (media === undefined)
      throw new CommandError(
        'file_not_found',
        `Message ${messageId} has no file ${number}, or is none of the latest ${MAX_BATCH_GET} of the conversation.`,
      );
    const secrets = media.url === undefined ? {} : await readProviderSecrets(providerSecretsOf(deployment));
    const bytes = await fetchMedia({ fetch, secrets }, media);
    if (out !== undefined) await writeNew(out, bytes);
    return {
      conversation_id: conversationId,
      message_id: messageId,
      number,
      content_type: media.content_type ?? null,
      /** By its bytes; absent: not one that is drawn without risk. */
      image_type: imageType(bytes) ?? null,
      size_bytes: bytes.byteLength,
      written_to: out ?? null,
      ...(isWanted ? { base64: Buffer.from(bytes).toString('base64') } : {}),
    };
  },
  text: ({ content_type, size_bytes, written_to }) =>
    `${content_type ?? 'of no type'}, ${formatBytes(size_bytes)}${written_to === null ? '. Write it somewhere with --out.' : `, written to ${written_to}.`}`,
});

async function writeNew(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes, { flag: 'wx' });
  } catch (error) {
    throw new CommandError('not_written', `${file} cannot be written, or is there already.`, error);
  }
}
