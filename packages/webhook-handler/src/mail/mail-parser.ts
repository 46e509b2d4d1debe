import PostalMime from 'postal-mime';
import { htmlToText } from './html-to-text.ts';

type TextType = 'plain' | 'html';

/**
 * postal-mime, but for one step: for a mail that mixes text parts with html parts it renders each as the other, with
 * regular expressions that take minutes for some html (4.0.0: `<a href=` many times over). This one renders html as
 * text in linear time, and text as html not at all.
 *
 * It overrides an internal method. Should that change, the test of how long such mail takes says so.
 */
export class MailParser extends PostalMime {
  declare private readonly textMap: ReadonlyMap<
    unknown,
    Partial<Record<TextType, { readonly value: string }[]>>
  >;
  declare private readonly textTypes: ReadonlySet<TextType>;
  declare private readonly textContent: Partial<Record<TextType, string>>;

  constructor(limits: { readonly maxHeadersSize: number }) {
    // Mail within mail would be parsed by postal-mime's own class: it is an attachment here.
    super({ ...limits, maxRfc822NestingDepth: 0 });
  }

  renderTextContent(): void {
    const nodes = [...this.textMap.values()];
    const html = nodes.flatMap((node) => node.html ?? []).map(({ value }) => value);
    this.textContent.html = html.join('\n');
    if (!this.textTypes.has('plain')) return;
    this.textContent.plain = nodes
      .flatMap((node) => node.plain ?? (node.html ?? []).map(({ value }) => ({ value: htmlToText(value) })))
      .map(({ value }) => value)
      .join('\n');
  }
}
