import { UnavailableError } from '../errors.ts';

/** Of a line that was not begun. */
export const noTimeLeft = () => new UnavailableError('There was no time left for this line. Send it again.');
