export {
  type BudgetShare,
  QUARANTINE_BUDGETS,
  QUARANTINED_BEGINNING_BYTES,
  type QuarantineKind,
  takeFromBudget,
} from './quarantine-budget.ts';
export {
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
