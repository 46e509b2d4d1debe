import { readFile } from 'node:fs/promises';
import * as z from 'zod';

const requestSchema = z.strictObject({
  method: z.string().default('POST'),
  url: z.url(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.json().optional(),
});

/**
 * Another gateway, which runs already: how to make its destination, and how to publish an event. In any text of a
 * request `{{receiver}}` is the URL of the receiver, `{{id}}` another id for each event and `{{run}}` one for the run;
 * a value that is `{{event}}` and nothing else becomes the event that Switchyard is sent, too.
 */
export const peerSchema = z.strictObject({
  /** With its version: it stands beside each figure. */
  name: z.string().min(1),
  /** Of its processes, where their CPU is to be counted, with that of what they have started. */
  pids: z.array(z.int().positive()).default([]),
  /** Asked once, one after another; each must be answered by a status below 400. */
  setup: z.array(requestSchema).default([]),
  publish: requestSchema,
  /** Statuses of an event that was accepted. */
  accepted: z.array(z.int().min(200).max(299)).nonempty(),
  eventId: z.strictObject({
    /** Where the answer to a publish has the event's id: names, with a dot between. */
    answer: z.string().min(1),
    /** Header of a delivery that has the same id. */
    header: z.string().toLowerCase(),
  }),
});
export type Peer = z.infer<typeof peerSchema>;
export type PeerRequest = z.infer<typeof requestSchema>;

/** @param given `NAME=FILE`, or a file alone */
export async function readPeer(given: string): Promise<Peer> {
  const separator = given.indexOf('=');
  const file = given.slice(separator + 1);
  const parsed = peerSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`--peer ${given}: ${z.prettifyError(parsed.error)}`);
  return separator < 1 ? parsed.data : { ...parsed.data, name: given.slice(0, separator) };
}
