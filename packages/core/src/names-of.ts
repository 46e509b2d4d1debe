/** The names in a table, in its order; `Object.keys` would forget which they are. */
export const namesOf = <Name extends string>(table: Readonly<Record<Name, unknown>>): [Name, ...Name[]] =>
  Object.keys(table) as [Name, ...Name[]];

/** `whatsapp, sms or email` */
export const enumerate = (names: readonly string[], before = 'or'): string =>
  [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(` ${before} `);
