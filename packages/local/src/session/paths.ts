import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
export const LOCAL_DIRECTORY = join(ROOT, '.switchyard');
export const LOCAL_JSON = join(LOCAL_DIRECTORY, 'local.json');
