import { useMemo, useState } from 'react';
import { Code } from './code.tsx';
import { formatBytes } from './format.ts';
import { readPayload } from './read-payload.ts';
import { Segments } from './segments.tsx';

export type PayloadProps = {
  readonly bytes: Uint8Array;
  readonly label: string;
};

/** A payload or an answer: laid out where it is JSON, and its very bytes. */
export function Payload({ bytes, label }: PayloadProps) {
  const [show, setShow] = useState<'pretty' | 'raw'>('pretty');
  const { raw, pretty, isText } = useMemo(() => readPayload(bytes), [bytes]);
  if (bytes.length === 0) return <p className="muted">Nothing: 0 bytes.</p>;
  const isPretty = pretty !== undefined && show === 'pretty';
  const size = `${formatBytes(bytes.length)}${isText ? '' : ', not text: shown as hexadecimal'}`;
  return (
    <div className="stack" data-tight="">
      {pretty !== undefined && (
        <Segments
          label={`How ${label} is shown`}
          value={show}
          options={[
            { value: 'pretty', name: 'Pretty' },
            { value: 'raw', name: 'Raw' },
          ]}
          onChange={setShow}
        />
      )}
      <Code
        text={isPretty ? pretty : raw}
        label={label}
        head={size}
        wrap={!isPretty && isText}
        language={isPretty ? 'json' : 'text'}
      />
    </div>
  );
}
