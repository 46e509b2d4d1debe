export { createLogger, LOG_LEVELS, type Logger, loggerOptions } from './logger.ts';
