export { type BuiltPages, buildPages, compressed, type PageFile, type PageSet } from './page-files.ts';
export { writePages } from './write-pages.ts';
