export { clientOptions, EMULATOR_ACCESS_KEY_ID } from './aws/client-options.ts';
export { AssemblyError, LocalStackError, PortInUseError } from './errors.ts';
export type { GrantedPermission, PermissionReport, PermissionUse } from './iam/permission-ledger.ts';
export type {
  CallLine,
  FunctionCall,
  LocalFunction,
  LocalInvocation,
  LocalResource,
  LocalStack,
  LocalStackOptions,
  LogLine,
  Progress,
} from './local-stack.ts';
export { startLocalStack } from './start-local-stack.ts';
