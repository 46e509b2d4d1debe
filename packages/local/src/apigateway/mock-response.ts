import type { Integration } from './api-model.ts';
import type { ApiResponse } from './gateway-response.ts';
import { type ApiRequest, header } from './request-event.ts';

/** Answers as the MOCK integrations do that CDK makes for CORS preflight requests. */
export function mockResponse(
  { requestTemplates, responses }: Extract<Integration, { kind: 'mock' }>,
  request: ApiRequest,
): ApiResponse | undefined {
  const requested = /statusCode"?\s*:\s*"?(\d+)/.exec(Object.values(requestTemplates)[0] ?? '')?.[1] ?? '200';
  const chosen =
    responses.find(
      ({ selectionPattern }) => selectionPattern && new RegExp(`^(?:${selectionPattern})$`).test(requested),
    ) ?? responses.find(({ selectionPattern }) => !selectionPattern);
  if (!chosen) return undefined;

  const headers: [string, string][] = [
    ['Content-Type', 'application/json'],
    ['x-amzn-RequestId', request.requestId],
  ];
  const origin = header(request, 'origin') ?? '';
  const template = Object.values(chosen.templates)[0] ?? '';
  for (const [name, value] of Object.entries(chosen.headers)) {
    const isOrigin = name.toLowerCase() === 'access-control-allow-origin';
    headers.push([name, isOrigin && isListed(template, origin) ? origin : value]);
  }
  return { status: Number(chosen.statusCode), headers, body: Buffer.alloc(0) };
}

/** With more than one allowed origin CDK writes a template that echoes the request's, if `$origin.matches("…")` it. */
const isListed = (template: string, origin: string): boolean =>
  [...template.matchAll(/\$origin\.matches\("([^"]+)"\)/g)].some(([, pattern = '']) =>
    new RegExp(`^(?:${pattern})$`).test(origin),
  );
