import { PROBLEM_CONTENT_TYPE } from '@switchyard/core/http';
import { namesOf } from '@switchyard/core/names-of';
import { CALLBACKS, type CallbackRoute, type CallbackUrl, PROVIDERS } from '@switchyard/core/providers';
import { callbackPaths } from '../src/routes.ts';
import { type RecordedAnswer, type RecordedAnswers, recordAnswers } from './record-answers.ts';

const TAG = 'Callbacks';

const MEANINGS: Readonly<Record<number, string>> = {
  200: 'Taken: recorded now, known from before, or kept to be processed in a moment. A repeat is answered the same and does nothing twice. A mail that cannot be read is in quarantine for an operator.',
  400: 'Genuine, and not as the provider documents it: kept in quarantine for an operator.',
  401: 'Not proven to come from the provider: kept in quarantine for an operator.',
  404: 'A report on no message that was registered with PUT /v1/messages/{message_id}.',
  503: 'Send it again later: it could not be kept, or a 4xx would have the provider destroy what it could not prove.',
};

/** What a provider calls: a section of the OpenAPI document beside the tenants' API. */
export async function renderCallbacks(): Promise<{ readonly tag: object; readonly paths: object }> {
  const answers = new Map<CallbackRoute, RecordedAnswers>();
  for (const route of namesOf(CALLBACKS)) answers.set(route, await recordAnswers(route));
  const paths = Object.entries(callbackPaths).flatMap(([path, route]) => {
    const recorded = answers.get(route);
    return recorded === undefined ? [] : [[path, { post: describe(path, route, recorded) }]];
  });
  return {
    tag: {
      name: TAG,
      description:
        'What Twilio, Resend and SendGrid call, with what proves each request genuine and what it is answered. Nobody else can: the signature is the authentication, over the bytes of the body and, for Twilio, the URL as it was typed.',
    },
    paths: Object.fromEntries(paths),
  };
}

function describe(path: string, route: CallbackRoute, { request, answers }: RecordedAnswers): object {
  const { provider, brings, urls } = CALLBACKS[route];
  const { label, signatureHeaders } = PROVIDERS[provider];
  const url: CallbackUrl | undefined = urls.find((each) => each.path === path);
  const [only, ...more] = signatureHeaders;
  const names = [
    ...signatureHeaders,
    ...request.otherHeaders.filter((name) => !signatureHeaders.some((signature) => signature === name)),
  ];
  return {
    operationId: `callback${path.replace(/[/{}-]+(\w?)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary: brings === 'message' ? `${label}: a person wrote` : `${label}: what became of a message`,
    description: `To be typed at ${label}: ${url?.where ?? ''}. ${
      more.length === 0
        ? `\`${only}\` proves it genuine.`
        : `One of ${signatureHeaders.map((name) => `\`${name}\``).join(', ')} proves it genuine.`
    }`,
    tags: [TAG],
    security: [],
    parameters: [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
        name,
        in: 'path',
        required: true,
        description: 'A secret of the operator’s, where the provider signs nothing.',
        schema: { type: 'string' },
      })),
      ...names.map((name) => ({
        name,
        in: 'header',
        required: more.length === 0 && name === only,
        schema: { type: 'string' },
      })),
    ],
    requestBody: {
      required: true,
      content: {
        [request.contentType]: {
          schema: Array.isArray(request.body)
            ? { type: 'array', items: { type: 'object', additionalProperties: true } }
            : { type: 'object', additionalProperties: true },
          examples: { usual: { summary: 'As the provider sends it', value: request.body } },
        },
      },
    },
    responses: responsesOf(answers),
  };
}

function responsesOf(answers: readonly RecordedAnswer[]): object {
  const statuses = [...new Set(answers.map(({ status }) => status))].sort();
  return Object.fromEntries(
    statuses.map((status) => {
      const same = answers.filter((each) => each.status === status);
      const types = [...new Set(same.map(({ contentType }) => contentType))];
      const content = types.map((type) => [type, mediaOf(type, same)]);
      return [status, { description: MEANINGS[status] ?? '', content: Object.fromEntries(content) }];
    }),
  );
}

const mediaOf = (type: string, answers: readonly RecordedAnswer[]): object => ({
  schema:
    type === PROBLEM_CONTENT_TYPE
      ? { $ref: '#/components/schemas/Problem' }
      : { type: type.endsWith('json') ? 'object' : 'string' },
  examples: Object.fromEntries(
    answers
      .filter(({ contentType }) => contentType === type)
      .map(({ name, summary, value }) => [name, { summary, value }]),
  ),
});
