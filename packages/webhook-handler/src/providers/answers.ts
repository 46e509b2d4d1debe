import type { CallbackAnswer, CallbackResult } from '../callback-request.ts';

/** Says that nothing is to be sent back. As text/plain it would be sent to the person as a message. */
export function answerTwiml(): CallbackAnswer {
  return {
    status: 200,
    contentType: 'text/xml',
    body: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>',
  };
}

export function answerSuccess(): CallbackAnswer {
  return { status: 200, contentType: 'application/json', body: JSON.stringify({ success: true }) };
}

export function answerStatus(
  { kind }: CallbackResult,
  request?: { readonly requestId: string },
): CallbackAnswer {
  return kind === 'no_match' ? answerNoMatch(request?.requestId) : answerSuccess();
}

function answerNoMatch(requestId: string | undefined): CallbackAnswer {
  const problem = {
    type: 'about:blank',
    title: 'Not found',
    status: 404,
    code: 'message_not_found',
    detail: 'No registered message matches this report. Register messages with PUT /v1/messages/{id}.',
    request_id: requestId,
  };
  return { status: 404, contentType: 'application/problem+json', body: JSON.stringify(problem) };
}
