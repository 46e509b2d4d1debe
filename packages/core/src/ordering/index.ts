export {
  type Line,
  LOOK_AFTER_MS,
  lineOf,
  noteSentAgain,
  readFirst,
  removeTicket,
  type Ticket,
} from './line.ts';
export { waitsFor } from './waits-for.ts';
