/** What stands in the way of a start; `code` is stable, the message is for the reader. */
export class SessionError extends Error {
  override readonly name = 'SessionError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
