import { createHash } from 'node:crypto';

const hex = (seed: string, length: number): string =>
  createHash('sha256').update(seed).digest('hex').slice(0, length);

/** A number below `limit` that the seed always gives. */
const pick = (seed: string, limit: number): number => Number.parseInt(hex(seed, 8), 16) % limit;

const CITIES = ['Berlin', 'Lyon', 'Graz', 'Porto', 'Gdańsk', 'Leeds'];
const WORDS =
  'please leave the parcel with our neighbour on second floor if nobody is at home call before noon gift wrap it and do not ring bell because baby sleeps we moved last month new key code 4711 thank you very much for quick help as always'.split(
    ' ',
  );
const NAMES = ['Ada', 'Grace', 'Edsger', 'Barbara', 'Alan', 'Radia', 'Katherine', 'Niklaus'];

/** An order as shops send it: names that repeat, ids and amounts that do not. */
const anOrder = (n: number) => ({
  id: `ord_${hex(`id${n}`, 24)}`,
  created_at: new Date(1_772_000_000_000 + pick(`at${n}`, 1e9)).toISOString(),
  customer: {
    id: `cus_${hex(`customer${n}`, 24)}`,
    name: `${NAMES[pick(`first${n}`, NAMES.length)]} ${hex(`last${n}`, 7)}`,
    email: `${hex(`mail${n}`, 10)}@example.com`,
    address: { street: `${hex(`street${n}`, 9)} ${pick(`no${n}`, 200)}`, city: CITIES[pick(`city${n}`, 6)] },
  },
  lines: [1, 2].map((line) => ({
    sku: `SKU-${pick(`sku${n}.${line}`, 99_999)}`,
    quantity: 1 + pick(`quantity${n}.${line}`, 5),
    price: { amount: (pick(`price${n}.${line}`, 50_000) / 100).toFixed(2), currency: 'EUR' },
  })),
  status: pick(`status${n}`, 2) === 0 ? 'paid' : 'authorized',
  metadata: { trace: hex(`trace${n}`, 32), channel: 'web' },
});

/** Ordinary JSON of exactly so many bytes, always the same: how far a payload can be compressed is part of its cost. */
export function ordinaryJson(bytes: number): string {
  const orders: ReturnType<typeof anOrder>[] = [];
  const text = (note: string) => JSON.stringify({ type: 'order.paid', note, data: orders });
  const length = (note: string) => Buffer.byteLength(text(note));
  for (let n = 0; length('') < bytes; n += 1) orders.push(anOrder(n));
  orders.pop();
  const missing = bytes - length('');
  const words = Array.from({ length: missing }, (_, n) => WORDS[pick(`note${n}`, WORDS.length)]);
  return text(words.join(' ').slice(0, missing));
}
