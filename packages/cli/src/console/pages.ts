/** A file that is served as it is. */
export type PageFile = {
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** Its name says what is in it, so it may be kept for ever. */
  readonly immutable: boolean;
};

/** By path: `/` is the page itself. */
export type Pages = ReadonlyMap<string, PageFile>;
