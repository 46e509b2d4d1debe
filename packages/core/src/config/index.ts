export { commaListSchema } from './comma-list.ts';
export { parseDuration } from './duration.ts';
export { ConfigError, type EnvironmentOf, parseConfig } from './parse-config.ts';
export {
  flag,
  httpUrl,
  httpUrlOrEmpty,
  logLevel,
  metricsNamespace,
  text,
  wholeNumber,
} from './variable-types.ts';
