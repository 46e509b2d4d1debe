import { useState } from 'react';
import go from '../../../snippets/go/verify.go' with { type: 'text' };
import java from '../../../snippets/java/Verify.java' with { type: 'text' };
import node from '../../../snippets/node/verify.mjs' with { type: 'text' };
import php from '../../../snippets/php/verify.php' with { type: 'text' };
import python from '../../../snippets/python/verify.py' with { type: 'text' };
import ruby from '../../../snippets/ruby/verify.rb' with { type: 'text' };
import { Card } from '../../ui/card.tsx';
import { Code } from '../../ui/code.tsx';
import { Tabs } from '../../ui/tabs.tsx';

/** The very files that the tests run on deliveries of the gateway. */
const SNIPPETS = {
  node: { name: 'Node.js', file: 'verify.mjs', text: node },
  python: { name: 'Python', file: 'verify.py', text: python },
  go: { name: 'Go', file: 'verify.go', text: go },
  php: { name: 'PHP', file: 'verify.php', text: php },
  ruby: { name: 'Ruby', file: 'verify.rb', text: ruby },
  java: { name: 'Java', file: 'Verify.java', text: java },
} as const;
type Language = keyof typeof SNIPPETS;
const LANGUAGES = ['node', 'python', 'go', 'php', 'ruby', 'java'] as const satisfies readonly Language[];

export function Snippets() {
  const [language, setLanguage] = useState<Language>('node');
  return (
    <Card
      title="Verify a delivery"
      note="With nothing but the standard library. Verify the bytes of the body as they came, before parsing them. Any library of Standard Webhooks does the same."
    >
      <Tabs<Language>
        label="Language"
        value={language}
        onChange={setLanguage}
        tabs={LANGUAGES.map((value) => {
          const { name, file, text } = SNIPPETS[value];
          return { value, name, content: <Code text={text} label={`${file} for ${name}`} head={file} /> };
        })}
      />
    </Card>
  );
}
