/** A service that really stores things, reached over HTTP; embedded or given by the caller. */
export type Backend = {
  readonly url: string;
  readonly stop: () => Promise<void>;
};

export const externalBackend = (url: string): Backend => ({
  url: url.replace(/\/+$/, ''),
  stop: async () => {},
});
