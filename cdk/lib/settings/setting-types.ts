import { BlockList } from 'node:net';
import { text } from '@switchyard/core/config';
import * as z from 'zod';
import { isShare, RESERVABLE } from './reserved-concurrency.ts';

export function oneOf(numbers: readonly number[]) {
  const allowed = `must be one of ${numbers.join(', ')}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, allowed)
    .transform(Number)
    .refine((value) => numbers.includes(value), allowed);
}

export const emailAddress = text(
  /^(?!.{255})([^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+)?$/,
  'must be an address such as oncall@example.com, or empty',
);

/** Texts with commas between; none where the setting is empty. */
function list(isRight: (item: string) => boolean, allowed: string) {
  return z
    .string()
    .regex(/^.*$/, allowed)
    .transform((items) =>
      items
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    )
    .refine((items) => items.every(isRight), allowed);
}

const ORIGIN = /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/;
/** How much room a function's environment, 4 KB in all, has for them. */
const MAX_ORIGINS_LENGTH = 500;

export const origins = list(
  (item) => item === '*' || ORIGIN.test(item),
  'must be origins such as https://app.example.com with commas between, or *, or empty',
).refine(
  (items) => items.join().length <= MAX_ORIGINS_LENGTH && (items.length === 1 || !items.includes('*')),
  `must be * alone, or origins of ${MAX_ORIGINS_LENGTH} characters in all`,
);

export const addressRanges = list(
  isAddressRange,
  'must be address ranges such as 203.0.113.0/24 with commas between, or empty',
);

export const concurrencyShares = list(
  isShare,
  `must be functions and their shares such as worker=62,webhook-handler=200, of ${RESERVABLE.join(', ')}, or empty`,
);

function isAddressRange(range: string): boolean {
  const [address = '', prefix = ''] = range.split('/');
  if (!/^\d{1,3}$/.test(prefix)) return false;
  try {
    new BlockList().addSubnet(address, Number(prefix), address.includes(':') ? 'ipv6' : 'ipv4');
    return true;
  } catch {
    return false;
  }
}
