import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { FilterPattern, type IFilterPattern } from 'aws-cdk-lib/aws-logs';
import type { Settings } from '../settings/settings.ts';

/** The fields of an entry, by their names in JSON. No header, query or body: they may hold secrets and addresses. */
const FIELDS = {
  sourceIp: '$context.identity.sourceIp',
  caller: '$context.identity.caller',
  user: '$context.identity.user',
  requestTime: '$context.requestTime',
  httpMethod: '$context.httpMethod',
  resourcePath: '$context.resourcePath',
  protocol: '$context.protocol',
  status: '$context.status',
  responseLength: '$context.responseLength',
  requestId: '$context.requestId',
} as const;

export function accessLogFormat(format: Settings['ACCESS_LOG_FORMAT']): AccessLogFormat {
  if (format === 'json') return AccessLogFormat.custom(JSON.stringify(FIELDS));
  const { sourceIp, caller, user, requestTime, httpMethod, resourcePath, protocol, ...rest } = FIELDS;
  return AccessLogFormat.custom(
    `${sourceIp} ${caller} ${user} [${requestTime}] "${httpMethod} ${resourcePath} ${protocol}" ${rest.status} ${rest.responseLength} ${rest.requestId}`,
  );
}

type Method = { readonly method: string; readonly path: string };

/** Finds the entries of requests that were answered so, such as `5*`, those to the methods that are left out aside. */
export function answerPattern(
  format: Settings['ACCESS_LOG_FORMAT'],
  status: string,
  leftOut: readonly Method[],
): IFilterPattern {
  if (format === 'json') {
    return FilterPattern.all(
      FilterPattern.stringValue('$.status', '=', status),
      ...leftOut.map(({ path }) => FilterPattern.stringValue('$.resourcePath', '!=', path)),
    );
  }
  const requests = leftOut.map(({ method, path }) => `request != "*${method} ${path} *"`).join(' && ');
  // What stands in brackets or quotation marks is one field.
  return FilterPattern.literal(
    `[sourceIp, caller, user, requestTime, ${requests}, status = "${status}", responseLength, requestId]`,
  );
}
