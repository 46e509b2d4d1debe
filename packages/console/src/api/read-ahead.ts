/**
 * Reads something, also before whoever shows it is there: the program of the pages takes longer to load than a request
 * takes to be answered.
 */
export function readAhead<Of, Answer>(read: (of: Of) => Promise<Answer>) {
  const begun = new Map<Of, Promise<Answer>>();
  return {
    begin(of: Of): void {
      const reading = read(of);
      // Its reader is told of a failure; nobody else has to be.
      reading.catch(() => undefined);
      begun.set(of, reading);
    },
    /** What was begun is used once: later, it is read anew. */
    read(of: Of): Promise<Answer> {
      const first = begun.get(of);
      begun.delete(of);
      return first ?? read(of);
    },
  };
}
