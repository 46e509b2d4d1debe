export { openSession, type Session, type SessionOptions } from './open-session.ts';
export { synthesize } from './synthesize.ts';
