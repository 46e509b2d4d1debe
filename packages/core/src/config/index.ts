export { commaListSchema } from './comma-list.ts';
export { parseDuration } from './duration.ts';
export { ConfigError, type EnvironmentOf, parseConfig } from './parse-config.ts';
export {
  allowLoopbackTargets,
  clientCertificatesPrefix,
  flag,
  httpUrl,
  httpUrlOrEmpty,
  logLevel,
  metricsNamespace,
  readBy,
  text,
  wholeNumber,
} from './variable-types.ts';
