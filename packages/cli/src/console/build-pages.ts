import type { Pages } from './pages.ts';

/** The pages, bundled as they stand here. */
export async function buildPages(): Promise<Pages> {
  return new Map();
}
