import * as z from 'zod';
import type { Integration } from './api-model.ts';
import { unknownVariables } from './render-template.ts';

export const texts = z.record(z.string(), z.string()).default({});

export const integrationSchema = z.object({
  Type: z.string(),
  Uri: z.string().optional(),
  TimeoutInMillis: z.coerce.number().default(29_000),
  ContentHandling: z.enum(['CONVERT_TO_TEXT', 'CONVERT_TO_BINARY']).optional(),
  PassthroughBehavior: z.enum(['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER']).default('WHEN_NO_MATCH'),
  RequestTemplates: texts,
  IntegrationResponses: z
    .array(
      z.object({
        StatusCode: z.coerce.string(),
        SelectionPattern: z.string().optional(),
        ResponseParameters: texts,
        ResponseTemplates: texts,
      }),
    )
    .default([]),
});

type IntegrationProperties = z.infer<typeof integrationSchema>;

/** The function, version or alias that an integration or authorizer URI invokes. */
export const functionArnOf = (uri: string): string => /\/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;

export const unsupportedIntegration = (reason: string): Integration => ({ kind: 'unsupported', reason });

export function readIntegration(integration: IntegrationProperties | undefined): Integration {
  switch (integration?.Type) {
    case 'AWS_PROXY': {
      const functionArn = functionArnOf(integration.Uri ?? '');
      if (!functionArn.startsWith('arn:aws:lambda:'))
        return unsupportedIntegration(`a proxy integration with ${integration.Uri}`);
      return { kind: 'lambda', functionArn, timeoutMs: integration.TimeoutInMillis };
    }
    case 'MOCK':
      return readMock(integration);
    default:
      return unsupportedIntegration(`an integration of type ${integration?.Type ?? 'none'}`);
  }
}

function readMock(integration: IntegrationProperties): Integration {
  const responses = integration.IntegrationResponses;
  const templates = [integration.RequestTemplates, ...responses.map((each) => each.ResponseTemplates)];
  const unknown = templates.flatMap(Object.values).flatMap(unknownVariables);
  if (unknown.length > 0) return unsupportedIntegration(`a template that uses ${unknown.join(', ')}`);
  return {
    kind: 'mock',
    contentHandling: integration.ContentHandling,
    passthroughBehavior: integration.PassthroughBehavior,
    requestTemplates: integration.RequestTemplates,
    responses: responses.map((response) => ({
      statusCode: response.StatusCode,
      selectionPattern: response.SelectionPattern,
      headers: Object.fromEntries(
        Object.entries(response.ResponseParameters).map(([name, value]) => [
          name.replace(/^method\.response\.header\./, ''),
          value.replace(/^'(.*)'$/, '$1'),
        ]),
      ),
      templates: response.ResponseTemplates,
    })),
  };
}
