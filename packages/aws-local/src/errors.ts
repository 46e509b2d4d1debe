/** The base of everything this package throws on purpose; `code` is stable, the message is for the reader. */
export class LocalStackError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The assembly or its template can not be read or resolved. */
export class AssemblyError extends LocalStackError {
  constructor(message: string, options?: ErrorOptions) {
    super('ASSEMBLY', message, options);
  }
}

export class PortInUseError extends LocalStackError {
  readonly port: number;
  readonly outputKey: string;

  constructor(port: number, outputKey: string, options?: ErrorOptions) {
    super(
      'PORT_IN_USE',
      `Port ${port}, asked for ${outputKey}, is taken on 127.0.0.1. Give ${outputKey} another port, or 0 for any free one.`,
      options,
    );
    this.port = port;
    this.outputKey = outputKey;
  }
}
