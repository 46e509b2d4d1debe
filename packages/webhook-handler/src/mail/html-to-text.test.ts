import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { htmlToText } from './html-to-text.ts';

describe('htmlToText', () => {
  it.each([
    ['leaves markup out', '<b>Hello</b>, <i class="x">Ada</i>', 'Hello, Ada'],
    ['has a line for each block', '<p>one</p><div>two<br>three</div>', 'one\n\ntwo\nthree'],
    ['has a list as a list', '<ul><li>one<li>two</ul>', '* one\n* two'],
    ['keeps the cells of a row apart', '<table><tr><td>a</td><td>b</td></tr></table>', 'a b'],
    ['has white space as a browser shows it', ' a \n\t b  <br>\n  c ', 'a b\nc'],
    ['decodes characters', 'Gr&uuml;&szlig;e &amp; 5&euro; &#128640;&#x1F680; &mdash;', 'Grüße & 5€ 🚀🚀 —'],
    ['decodes once', '&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    ['keeps what is no character reference', 'AT&T &nosuch; &#0; &#xD800;', 'AT&T &nosuch; \uFFFD \uFFFD'],
    ['leaves scripts and styles out', '<style>p{}</style>a<script>if(a<b){}</script>b', 'ab'],
    ['leaves out what only looks like text', '<SCRIPT type="a>b">x</script ><template><p>y</template>z', 'z'],
    ['shows what follows a head that is not ended', '<head><title>t</title><body>b', 'b'],
    ['ends no tag within a quoted attribute', '<img alt="x -> y" src=a> after', 'after'],
    ['keeps the lines of preformatted text', 'a<pre>one\n  two\n\nthree</pre>b', 'a\none\n  two\n\nthree\nb'],
    ['knows every named character', '&NotEqualTilde; &hearts; &lang; &copy 2026 &amp', '≂̸ ♥ ⟨ © 2026 &'],
    ['leaves the head out', '<html><head><title>t</title></head><body>b</body></html>', 'b'],
    ['leaves comments out', 'a<!-- <p>hidden</p> -->b<!--[if mso]>x<![endif]-->c', 'abc'],
    ['leaves the doctype out', '<!DOCTYPE html><?xml version="1.0"?>a', 'a'],
    ['keeps a "<" that begins no tag', '1 < 2 <3', '1 < 2 <3'],
    ['ends with a tag that does not', 'a<p', 'a'],
    ['keeps an angle bracket at the end', 'a<<', 'a<<'],
    ['ends with a script that does not', 'a<script>b', 'a'],
    ['is empty for nothing', '', ''],
  ])('%s', (_, html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it.each([
    ['an opening angle bracket', '<'],
    ['tags that are not ended', '<b>'],
    ['ends of tags that were not begun', '<b></i>'],
    ['scripts that are not ended', '<script>'],
    ['comments that are not ended', '<!--'],
    ['lines', '<br>'],
    ['spaces', ' '],
    ['attributes that are not ended', '<a b="'],
    ['character references', '&am'],
  ])('ends, however much there is of %s', (_, piece) => {
    // Work that grows with the square of it would not end within the test's time limit.
    expect(htmlToText(piece.repeat(256 * 1024)).length).toBeLessThan(2 * 1024 * 1024);
  });

  it('gives back any text that was escaped', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/\s|&/.test(text));
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join(' ');
        const html = text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        expect(htmlToText(`<p>${html}</p>`)).toBe(text);
      }),
    );
  });
});
