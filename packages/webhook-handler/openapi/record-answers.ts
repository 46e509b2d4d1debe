import { toIso } from '@switchyard/core/clock';
import { claimExternalId, putNewOutboundMessage } from '@switchyard/core/messages';
import type { CallbackRoute } from '@switchyard/core/providers';
import { aMessageItem, NOW } from '@switchyard/core/testing';
import type { CallbackAnswer, CallbackRequest } from '../src/callback-request.ts';
import { callbackCode } from '../src/providers/index.ts';
import { setUpCallbacks } from '../testing/callback-setup.ts';
import { genuine, type HttpRequest, tampered } from '../testing/signed-requests.ts';
import { callbackExamples } from './examples.ts';

/** As in every example of the documents. */
const REQUEST_ID = '6f1c1d7e-3c53-4b0e-9a55-0d9f5a2f7c11';

export type RecordedAnswers = {
  readonly request: {
    readonly contentType: string;
    /** In lower case, besides the content type. */
    readonly otherHeaders: readonly string[];
    readonly body: unknown;
  };
  readonly answers: readonly RecordedAnswer[];
};

export type RecordedAnswer = {
  readonly status: number;
  readonly contentType: string;
  readonly name: string;
  readonly summary: string;
  readonly value: unknown;
};

/** What this callback is really answered: known, new, forged, unreadable, and when nothing can be kept. */
export async function recordAnswers(route: CallbackRoute): Promise<RecordedAnswers> {
  const example = callbackExamples({ requestId: REQUEST_ID, receivedAt: toIso(NOW) })[route];
  const { usual, unreadable } = example;
  const forged = tampered(usual, Buffer.concat([usual.http.body, Buffer.from(' ')]));
  const known = await setUpKnown(usual);
  const answers = [
    answer('taken', 'Taken', await known.ask(usual.callback)),
    ...(callbackCode(route).brings === 'status'
      ? [answer('unknown', 'No message of ours', await setUp().ask(usual.callback))]
      : []),
    answer('forged', 'Not proven genuine', await setUp().ask(forged.callback)),
    answer('unreadable', 'Genuine, and not as documented', await setUp().ask(unreadable.callback)),
    answer('lost', 'It can be kept nowhere', await setUp({ down: true }).ask(usual.callback)),
  ];
  return { request: await readRequest(usual.http), answers };
}

const answer = (
  name: string,
  summary: string,
  { status, contentType, body }: CallbackAnswer,
): RecordedAnswer => ({
  name,
  summary,
  status,
  contentType,
  value: contentType.endsWith('json') ? JSON.parse(body) : body,
});

function setUp(options: { readonly down?: boolean } = {}) {
  const setup = setUpCallbacks();
  if (options.down) {
    for (const { hooks } of [setup.table, setup.queue, setup.spoolQueue])
      hooks.before = () => {
        throw new Error('It is out of reach');
      };
  }
  return { setup, ask: (request: CallbackRequest) => setup.receiveCallback(request) };
}

/** Where the message that is reported on was registered. */
async function setUpKnown(usual: Parameters<typeof genuine>[0]) {
  const made = setUp();
  const code = callbackCode(usual.callback.route);
  if (code.brings === 'message') return made;
  const { reports } = await code.parse(genuine(usual));
  for (const { externalId, channel, provider, recipients } of reports) {
    const [recipient = ''] = recipients;
    const item = aMessageItem({ externalId, channel, provider, recipient });
    await claimExternalId(made.setup.context, item, externalId);
    await putNewOutboundMessage(made.setup.context, item);
  }
  return made;
}

async function readRequest({ headers, body }: HttpRequest): Promise<RecordedAnswers['request']> {
  const contentType = String(headers['Content-Type']);
  const isJson = contentType === 'application/json';
  const form = () =>
    new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  return {
    contentType: contentType.split(';', 1)[0] ?? contentType,
    otherHeaders: Object.keys(headers)
      .map((name) => name.toLowerCase())
      .filter((name) => name !== 'content-type'),
    body: isJson ? JSON.parse(body.toString()) : Object.fromEntries(await form()),
  };
}
