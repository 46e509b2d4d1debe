/** A pattern that can match nothing, or that nobody can have meant. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
  /** Where in the pattern. */
  readonly path: readonly (string | number)[];

  constructor(path: readonly (string | number)[], message: string) {
    super(message);
    this.path = path;
  }
}
