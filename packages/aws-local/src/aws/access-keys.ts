import { randomBytes } from 'node:crypto';

/** Long enough that nobody guesses it: who knows it is who it says. Signatures are not verified. */
export const createAccessKeyId = (): string => `ASIA${randomBytes(20).toString('hex').toUpperCase()}`;
