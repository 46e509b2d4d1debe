import { createHash } from 'node:crypto';
import { type EventStatus, eventStatusSchema } from '@switchyard/core/deliveries';
import { HttpError } from '@switchyard/core/http';

// The digest is no secret, so what it covers is checked too: DynamoDB refuses an empty key, for one.
const POSITION = /^[\dTZ:.-]{20,30}#evt_[0-9a-z]+$/;

/**
 * A page's end, as opaque text. It holds a position only: the partition always comes from the authenticated tenant,
 * so whatever a token says it can never lead into another tenant's list. The digest binds it to the tenant and the
 * filter, so that a token used elsewhere by mistake is refused instead of skipping events.
 */
export function encodeNextToken(tenantId: string, status: EventStatus | undefined, position: string): string {
  const digest = digestOf(tenantId, status, position);
  return Buffer.from(JSON.stringify([position, status ?? null, digest])).toString('base64url');
}

/** @throws HttpError 400 when the token is not one that this list gave to this tenant */
export function decodeNextToken(tenantId: string, status: EventStatus | undefined, token: string): string {
  const [position, tokenStatus] = parse(token);
  const known = tokenStatus === null ? undefined : eventStatusSchema.safeParse(tokenStatus).data;
  if (typeof position !== 'string' || !POSITION.test(position)) throw invalid();
  if (token !== encodeNextToken(tenantId, known, position)) throw invalid();
  if (known !== status) {
    throw new HttpError(
      400,
      'next_token_invalid',
      `This next_token belongs to a list with status ${known ?? 'unset'}, not ${status ?? 'unset'}. Keep the filter while paging.`,
    );
  }
  return position;
}

function digestOf(tenantId: string, status: EventStatus | undefined, position: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['next_token', tenantId, status ?? null, position]))
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
