export {
  MAX_QUARANTINED_BYTES,
  putQuarantined,
  QUARANTINE_DAYS,
  type Quarantined,
  type QuarantinedWithoutBody,
  type QuarantineRow,
  quarantineKey,
  quarantineRows,
  readQuarantined,
  readQuarantinedWithoutBody,
  removeQuarantined,
} from './quarantined.ts';
export { type StoredRequest, storedRequestSchema } from './stored-request.ts';
