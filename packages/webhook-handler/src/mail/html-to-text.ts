import { Tokenizer } from 'htmlparser2';

const LINE_BREAKING =
  /^(?:address|article|blockquote|br|dd|div|dl|dt|footer|h[1-6]|header|hr|li|ol|p|pre|section|table|tr|ul)$/;
/** What is no text of the page. */
const SKIPPED = /^(?:head|iframe|noembed|noframes|script|style|template|title)$/;

/**
 * Makes readable text of a mail's html, for mail that has no text of its own: without markup, a line for each block.
 *
 * The tokenizer alone, without the parser above it: that looks through all open elements at each end tag, so html that a
 * stranger wrote could keep it busy for minutes.
 */
export function htmlToText(html: string): string {
  const lines = createLines();
  /** The element that is being left out; without an end tag everything that follows belongs to it, as in a browser. */
  let skipped: string | undefined;
  let preformatted = 0;
  let textEnd = 0;

  function write(text: string): void {
    if (skipped !== undefined) return;
    if (preformatted > 0) lines.addAsItIs(text);
    else lines.add(text);
  }

  function open(name: string): void {
    // The end tag of a head may be left out.
    if (skipped === 'head' && name === 'body') skipped = undefined;
    if (skipped !== undefined) return;
    if (SKIPPED.test(name)) skipped = name;
    if (LINE_BREAKING.test(name)) lines.end();
    if (name === 'pre') preformatted += 1;
    if (name === 'li') lines.add('* ');
    if (name === 'td' || name === 'th') lines.add(' ');
  }

  function close(name: string): void {
    if (skipped === name) skipped = undefined;
    else if (skipped === undefined && LINE_BREAKING.test(name)) lines.end();
    if (name === 'pre') preformatted = Math.max(preformatted - 1, 0);
  }

  const nothing = (): void => undefined;
  const nameAt = (start: number, end: number): string => html.slice(start, end).toLowerCase();
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext(start, end) {
        // A tag that the html ends within may come as text, without its "<".
        const isTag = html[start - 1] === '<' && textEnd !== start;
        if (!isTag) write(html.slice(start, end));
        textEnd = end;
      },
      ontextentity: (codePoint) => write(String.fromCodePoint(codePoint)),
      onopentagname: (start, end) => open(nameAt(start, end)),
      onclosetag: (start, end) => close(nameAt(start, end)),
      onattribdata: nothing,
      onattribend: nothing,
      onattribentity: nothing,
      onattribname: nothing,
      oncdata: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onend: nothing,
      onopentagend: nothing,
      onprocessinginstruction: nothing,
      onselfclosingtag: nothing,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return lines.text();
}

/** Lines of text; what they are made of is joined once, for a line of html may have a million pieces. */
function createLines() {
  const ended: string[] = [];
  let pieces: string[] = [];
  let needsNoSpace = true;

  function push(text: string): void {
    if (text === '') return;
    pieces.push(text);
    needsNoSpace = text.endsWith(' ');
  }

  function end(): void {
    ended.push(pieces.join('').trimEnd());
    pieces = [];
    needsNoSpace = true;
  }

  return {
    end,
    /** White space as a browser shows it: never at the beginning of a line, and one at a time. */
    add(text: string): void {
      const collapsed = text.replace(/[ \t\n\f\r]+/g, ' ');
      push(needsNoSpace && collapsed.startsWith(' ') ? collapsed.slice(1) : collapsed);
    },
    addAsItIs(text: string): void {
      const [first = '', ...others] = text.split(/\r\n|\r|\n/);
      push(first);
      for (const other of others) {
        end();
        push(other);
      }
    },
    /** Never two empty lines in a row. */
    text(): string {
      end();
      return ended
        .filter((line, index) => line !== '' || (index > 0 && ended[index - 1] !== ''))
        .join('\n')
        .replace(/^\n+|\n+$/g, '');
    },
  };
}
