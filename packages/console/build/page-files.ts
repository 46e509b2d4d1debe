import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { buildSync, type Metafile } from 'esbuild';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** `portal`: of a tenant's developers. `operator`: of who runs the stack. */
export type PageSet = 'portal' | 'operator';

export type PageFile = {
  /** `index.html`, or `assets/<name>-<hash>.<ext>`. */
  readonly name: string;
  readonly bytes: Uint8Array;
};

export type BuiltPages = {
  readonly files: readonly PageFile[];
  /** Names of the assets that the first page needs before it shows something of use. */
  readonly initial: readonly string[];
};

/** Stands in index.html where the path to the assets belongs: only who serves it knows how deep the page's address is. */
export const ASSETS_PLACE = '{{assets}}/';

/**
 * A set of pages, bundled and minified, with hashes in the names of its assets: a module for what every page needs, and
 * one for each page.
 *
 * Without plugins, so that it can be made synchronously, as CDK's bundling needs it.
 */
export function buildPages(set: PageSet): BuiltPages {
  const { outputFiles, metafile } = buildSync({
    entryPoints: { [set]: `src/${set}/main.tsx` },
    absWorkingDir: ROOT,
    outdir: 'assets',
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome123', 'firefox121', 'safari17.5'],
    jsx: 'automatic',
    minify: true,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const initial = initialAssets(metafile, set);
  const assets = outputFiles.map(({ path, contents }) => ({
    name: `assets/${path.slice(path.lastIndexOf('/') + 1)}`,
    bytes: contents,
  }));
  const index = { name: 'index.html', bytes: new TextEncoder().encode(indexHtml(set, initial)) };
  return { files: [index, ...assets], initial };
}

/** As they lie beside a function: compressed once, when they are made. */
export const compressed = (bytes: Uint8Array): Uint8Array =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });

/** What the entry begins to load by itself, and most visits need: the browser is told of it in the page. */
const LOADED_AT_ONCE: Readonly<Record<PageSet, readonly string[]>> = {
  portal: ['src/portal/start.tsx'],
  operator: [],
};

/** The entry, its style sheet, what it loads at once, and every module that those import before they run. */
function initialAssets({ outputs }: Metafile, set: PageSet): readonly string[] {
  const outputOf = (source: string) => {
    const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === source);
    if (found === undefined) throw new Error(`esbuild made nothing of ${source}.`);
    return found;
  };
  const [path, { cssBundle }] = outputOf(`src/${set}/main.tsx`);
  const modules = new Set([path, ...LOADED_AT_ONCE[set].map((source) => outputOf(source)[0])]);
  for (const each of modules)
    for (const { kind, path: imported } of outputs[each]?.imports ?? [])
      if (kind === 'import-statement') modules.add(imported);
  return [...(cssBundle === undefined ? [] : [cssBundle]), ...modules];
}

const TITLES: Readonly<Record<PageSet, string>> = {
  portal: 'Webhooks',
  operator: 'Switchyard operator console',
};

/** A square with an arrow through it, as text in the page: no request, and no file. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Crect width='24' height='24' rx='6' fill='%234f46e5'/%3E%3Cpath d='M6 8h5l3 8h4M6 16h3' stroke='white' stroke-width='2' fill='none' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E";

function indexHtml(set: PageSet, initial: readonly string[]): string {
  const at = (asset: string): string => asset.replace('assets/', ASSETS_PLACE);
  const [entry = '', ...parts] = initial.filter((name) => name.endsWith('.js'));
  const styles = initial.filter((name) => name.endsWith('.css'));
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="robots" content="noindex">',
    `<title>${TITLES[set]}</title>`,
    `<link rel="icon" href="${ICON}">`,
    ...styles.map((name) => `<link rel="stylesheet" href="${at(name)}">`),
    ...parts.map((name) => `<link rel="modulepreload" href="${at(name)}">`),
    `<script type="module" src="${at(entry)}"></script>`,
    '</head>',
    '<body><div id="root"><p class="boot">Loading…</p></div>',
    '<noscript><p class="boot">These pages need JavaScript.</p></noscript>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
