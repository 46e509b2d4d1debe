import type { Clock } from '@switchyard/core/clock';
import type { Endpoint } from '@switchyard/core/endpoints';
import type { SendPost } from './post.ts';
import { type OAuth2, requestToken, type TokenAnswer } from './request-token.ts';

/** Limit of a request for a token; of one that takes longer, the next attempt makes another. */
export const TOKEN_TIMEOUT_MS = 10_000;
/** The token server's and the endpoint's clock may differ, and a request takes its time: a tenth, this at most. */
const MAX_MARGIN_MS = 60_000;
const MAX_ENTRIES = 1_000;

type Wanted = {
  readonly endpoint: Pick<Endpoint, 'tenantId' | 'endpointId'>;
  readonly auth: OAuth2;
  /** For how long to wait: others may wait longer for the same token. */
  readonly withinMs: number;
  /** One that the endpoint did not take. */
  readonly refused?: string | undefined;
};

export type AccessTokens = (wanted: Wanted) => Promise<TokenAnswer>;

type Entry = {
  readonly settings: string;
  readonly answer: Promise<TokenAnswer>;
  token: string | undefined;
  goodUntil: number;
};

/**
 * Keeps each endpoint's token in memory until it expires or its settings change. Deliveries at the same time share one
 * request for it; a failure is not kept.
 */
export function createAccessTokens({
  post,
  clock,
}: {
  readonly post: SendPost;
  readonly clock: Clock;
}): AccessTokens {
  const entries = new Map<string, Entry>();

  function request(id: string, settings: string, auth: OAuth2): Entry {
    const answer = requestToken(post, auth).then((got) => {
      if (got.kind === 'token') {
        entry.token = got.token;
        entry.goodUntil = clock() + got.lifetimeMs - Math.min(got.lifetimeMs / 10, MAX_MARGIN_MS);
      } else if (entries.get(id) === entry) entries.delete(id);
      return got;
    });
    const entry: Entry = { settings, answer, token: undefined, goodUntil: clock() + TOKEN_TIMEOUT_MS };
    if (entries.size >= MAX_ENTRIES) entries.clear();
    entries.set(id, entry);
    return entry;
  }

  return ({ endpoint, auth, withinMs, refused }) => {
    const id = `${endpoint.tenantId}#${endpoint.endpointId}`;
    const settings = JSON.stringify(auth);
    const known = entries.get(id);
    const isGood =
      known !== undefined &&
      known.settings === settings &&
      clock() < known.goodUntil &&
      (refused === undefined || known.token !== refused);
    return within(withinMs, (isGood ? known : request(id, settings, auth)).answer);
  };
}

async function within(ms: number, answer: Promise<TokenAnswer>): Promise<TokenAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<TokenAnswer>((resolve) => {
    timer = setTimeout(resolve, ms, { kind: 'failed', detail: 'TOKEN_TIMEOUT' });
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
