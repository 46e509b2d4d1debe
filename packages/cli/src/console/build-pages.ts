import { buildPages as bundle, type PageFile } from '@switchyard/console/build';
import { assetContentType } from '@switchyard/console/headers';
import type { Pages } from './pages.ts';

/** Where the console serves its assets. */
const ASSETS = '/assets/';

/** The pages, bundled from their sources as they are at this moment. */
export async function buildPages(): Promise<Pages> {
  return new Map(bundle('operator').files.map((file) => [pathOf(file), served(file)]));
}

const isIndex = ({ name }: PageFile): boolean => name === 'index.html';

const pathOf = (file: PageFile): string => (isIndex(file) ? '/' : `/${file.name}`);

function served(file: PageFile) {
  if (!isIndex(file)) {
    const contentType = assetContentType(file.name.slice(ASSETS.length - 1)) ?? 'application/octet-stream';
    return { contentType, bytes: file.bytes, immutable: true };
  }
  const html = new TextDecoder().decode(file.bytes).replaceAll('{{assets}}/', ASSETS);
  return { contentType: 'text/html; charset=utf-8', bytes: new TextEncoder().encode(html), immutable: false };
}
