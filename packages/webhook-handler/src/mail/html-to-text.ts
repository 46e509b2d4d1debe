import { decodeEntities } from './html-entities.ts';

const LINE_BREAKING =
  /^(?:address|article|blockquote|br|dd|div|dl|dt|footer|h[1-6]|header|hr|li|ol|p|pre|section|table|tr|ul)$/;
/** What is no text of the page. */
const SKIPPED = /^(?:head|script|style|template|title)$/;
const TAG_NAME = /<\/?([a-z][a-z0-9]*)/iy;

/**
 * Makes readable text of a mail's html, for mail that has no text of its own: without markup, a line for each block.
 *
 * Every character is looked at a fixed number of times whatever the html is, which a stranger wrote: the regular
 * expressions that libraries use for this take minutes for some.
 */
export function htmlToText(html: string): string {
  const pieces: string[] = [];
  let position = 0;
  while (position < html.length) {
    const open = indexOrEnd(html, '<', position);
    pieces.push(html.slice(position, open).replace(/\s+/g, ' '));
    if (open === html.length) break;
    const { text, end } = readMarkup(html, open);
    pieces.push(text);
    position = end;
  }
  return tidyLines(decodeEntities(pieces.join('')));
}

/** What a tag or comment contributes to the text, and where it ends. */
function readMarkup(html: string, open: number): { readonly text: string; readonly end: number } {
  if (html.startsWith('<!--', open)) return { text: '', end: indexOrEnd(html, '-->', open) + '-->'.length };
  if (html[open + 1] === '!' || html[open + 1] === '?')
    return { text: '', end: indexOrEnd(html, '>', open) + 1 };
  TAG_NAME.lastIndex = open;
  const [tag = '', name = ''] = TAG_NAME.exec(html)?.map((text) => text.toLowerCase()) ?? [];
  if (name === '') return { text: '<', end: open + 1 };
  const end = indexOrEnd(html, '>', open) + 1;
  if (SKIPPED.test(name) && !tag.startsWith('</')) return { text: '', end: endOfElement(html, name, end) };
  return { text: textOfTag(tag, name), end };
}

function textOfTag(tag: string, name: string): string {
  if (tag === '<li') return '\n* ';
  if (LINE_BREAKING.test(name)) return '\n';
  return tag === '<td' || tag === '<th' ? ' ' : '';
}

/** Without an end tag everything that follows belongs to it, as in a browser. */
function endOfElement(html: string, name: string, from: number): number {
  const endTag = new RegExp(`</${name}\\b`, 'gi');
  endTag.lastIndex = from;
  const found = endTag.exec(html);
  return found === null ? html.length : indexOrEnd(html, '>', found.index) + 1;
}

function indexOrEnd(text: string, wanted: string, from: number): number {
  const index = text.indexOf(wanted, from);
  return index === -1 ? text.length : index;
}

/** Lines without white space around them, and never two empty ones in a row. */
function tidyLines(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines
    .filter((line, index) => line !== '' || (index > 0 && lines[index - 1] !== ''))
    .join('\n')
    .trim();
}
