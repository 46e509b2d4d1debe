import type { PermissionException } from '@switchyard/aws-local/testing';

/**
 * Permissions that no flow test uses, each with the reason why it is granted all the same. One that is used after all,
 * or not granted any more, fails the run as well.
 */
export const PERMISSION_EXCEPTIONS: readonly PermissionException[] = [];
