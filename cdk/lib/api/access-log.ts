import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
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
