import { createHash } from 'node:crypto';
import { HttpError } from '@switchyard/core/http';

/** A list of a tenant's: what its tokens are bound to, and what a position in it looks like. */
export type PagedList = {
  readonly tenantId: string;
  /** A status, a message; absent for a list of everything. */
  readonly filter: string | undefined;
  /** The digest is no secret, so what it covers is checked too: DynamoDB refuses an empty key, for one. */
  readonly position: RegExp;
};

/**
 * A page's end, as opaque text. It holds a position only: the partition always comes from the authenticated tenant,
 * so whatever a token says it can never lead into another tenant's list. The digest binds it to the tenant and the
 * filter, so that a token used elsewhere by mistake is refused instead of skipping something.
 */
export function encodeNextToken({ tenantId, filter }: Omit<PagedList, 'position'>, position: string): string {
  const digest = digestOf(tenantId, filter, position);
  return Buffer.from(JSON.stringify([position, filter ?? null, digest])).toString('base64url');
}

/** @throws HttpError 400 when the token is not one that this list gave to this tenant */
export function decodeNextToken(list: PagedList, token: string): string {
  const [position, tokenFilter] = parse(token);
  const filter = typeof tokenFilter === 'string' ? tokenFilter : undefined;
  if (typeof position !== 'string' || !list.position.test(position)) throw invalid();
  if (token !== encodeNextToken({ ...list, filter }, position)) throw invalid();
  if (filter !== list.filter) {
    throw new HttpError(
      400,
      'next_token_invalid',
      `This next_token belongs to a list with the filter ${filter ?? 'none'}, not ${list.filter ?? 'none'}. Keep the filter while paging.`,
    );
  }
  return position;
}

function digestOf(tenantId: string, filter: string | undefined, position: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['next_token', tenantId, filter ?? null, position]))
    .digest('base64url')
    .slice(0, 22);
}

function parse(token: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

const invalid = () =>
  new HttpError(
    400,
    'next_token_invalid',
    'This next_token was not given out by this list. Start again without it.',
  );
