export { createForwarder } from '../src/http/forward.ts';
export { startHttpServer } from '../src/http/http-server.ts';
export { readBody } from '../src/http/read-body.ts';
export { auditPermissions, type PermissionException } from '../src/iam/audit-permissions.ts';
export { mergePermissionReports } from '../src/iam/merge-permission-reports.ts';
export { readAssembly } from '../src/template/read-assembly.ts';
export { startDynamodbServer, startSqsServer } from './serve-backend.ts';
