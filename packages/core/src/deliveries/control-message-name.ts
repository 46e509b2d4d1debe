/** `schema` of a message of the control queue. Whoever only sends one does without its schema, which is large. */
export const CONTROL_MESSAGE = 'switchyard.control.v1' as const;

/** Whether a message says that it is one. */
export const isControlMessage = (message: unknown): boolean =>
  typeof message === 'object' &&
  message !== null &&
  'schema' in message &&
  message.schema === CONTROL_MESSAGE;
