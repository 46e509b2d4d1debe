import type { Integration } from './api-model.ts';
import { chooseTemplate } from './choose-template.ts';
import type { ApiResponse, GatewayErrorType } from './gateway-response.ts';
import { renderTemplate, type TemplateVariables } from './render-template.ts';
import { header } from './request-event.ts';

type MockIntegration = Extract<Integration, { kind: 'mock' }>;

/** Answers for a MOCK integration, as its templates say. */
export function mockResponse(
  integration: MockIntegration,
  variables: TemplateVariables,
  isBinaryRequest: boolean,
): ApiResponse | GatewayErrorType {
  const { request } = variables;
  // A template takes text. API Gateway fails where a type counts as binary and nothing turns it into text.
  if (isBinaryRequest && integration.contentHandling !== 'CONVERT_TO_TEXT') return 'API_CONFIGURATION_ERROR';
  const contentType = header(request, 'content-type')?.split(';')[0]?.trim() ?? 'application/json';
  const requestTemplate = integration.requestTemplates[contentType];
  if (requestTemplate === undefined && !passesThrough(integration)) return 'UNSUPPORTED_MEDIA_TYPE';

  // The request that a mock gets is an object that names the status; its keys may be bare.
  const { text = '' } = requestTemplate === undefined ? {} : renderTemplate(requestTemplate, variables);
  const requested = /statusCode"?\s*:\s*"?(\d+)/.exec(text)?.[1];
  if (requested === undefined) return 'API_CONFIGURATION_ERROR';
  const chosen =
    integration.responses.find(
      ({ selectionPattern }) => selectionPattern && new RegExp(`^(?:${selectionPattern})$`).test(requested),
    ) ?? integration.responses.find(({ selectionPattern }) => !selectionPattern);
  if (!chosen) return 'API_CONFIGURATION_ERROR';

  const [type, template] = chooseTemplate(chosen.templates, header(request, 'accept'));
  const { text: body, override } = renderTemplate(template, variables);
  const headers = new Map(
    Object.entries({
      'Content-Type': type,
      'x-amzn-RequestId': request.requestId,
      ...chosen.headers,
    }).map((entry) => [entry[0].toLowerCase(), entry]),
  );
  for (const [name, value] of Object.entries(override.header))
    headers.set(name.toLowerCase(), [name, String(value)]);
  const status = Number(override.status ?? chosen.statusCode);
  return { status, headers: [...headers.values()], body: Buffer.from(status === 204 ? '' : body) };
}

/** Whether a request goes on for whose type there is no template. */
function passesThrough({ passthroughBehavior, requestTemplates }: MockIntegration): boolean {
  if (passthroughBehavior === 'WHEN_NO_TEMPLATES') return Object.keys(requestTemplates).length === 0;
  return passthroughBehavior === 'WHEN_NO_MATCH';
}
