import type { InboundMessage } from '@switchyard/core/conversations';

/** What is kept of a body that is too large; the whole of it is in the stored message. */
const EXCERPT_CHARACTERS = 4_096;
const EXCERPT_MEDIA = 10;

/**
 * As much of the message as fits: all of it, else without its html, which says the same as the body, else an excerpt.
 * What was left out is named in `truncated`.
 *
 * @param sizeOf bytes of what is made of the message
 */
export function fitMessage(
  message: InboundMessage,
  maxBytes: number,
  sizeOf: (message: InboundMessage) => number,
): InboundMessage {
  const fits = [() => message, () => withoutHtml(message)].find((make) => sizeOf(make()) <= maxBytes);
  return fits === undefined ? excerptOf(message) : fits();
}

function withoutHtml(message: InboundMessage): InboundMessage {
  const { html, ...details } = message.details;
  return { ...message, details, truncated: named(message, { html: html !== undefined }) };
}

function excerptOf(message: InboundMessage): InboundMessage {
  const { details, media } = message;
  // A pair of surrogates that is cut in two is no character.
  const body = message.body.slice(0, EXCERPT_CHARACTERS).toWellFormed();
  return {
    ...message,
    body,
    details: {},
    media: media.slice(0, EXCERPT_MEDIA),
    truncated: named(message, {
      body: body !== message.body,
      details: Object.keys(details).length > 0,
      media: media.length > EXCERPT_MEDIA,
    }),
  };
}

function named({ truncated }: InboundMessage, cut: Readonly<Record<string, boolean>>): string[] {
  const names = Object.entries(cut).flatMap(([name, isCut]) => (isCut ? [name] : []));
  return [...new Set([...truncated, ...names])];
}
