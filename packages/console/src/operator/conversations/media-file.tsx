import { useMutation } from '@tanstack/react-query';
import { Download, Paperclip } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Problem } from '../../ui/problem.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import type { Media, MediaAnswer } from '../api/inbound-answers.ts';
import { runCommand } from '../api/run-command.ts';
import { useCommandLine } from '../ui/console-context.tsx';
import { saveFile } from './save-file.ts';

const ICON = { size: 14, 'aria-hidden': true } as const;

export type MediaFileProps = {
  readonly media: Media;
  /** How the command names it. */
  readonly file: { readonly conversationId: string; readonly messageId: string; readonly number: string };
};

/**
 * A file that came with a message. It is fetched when somebody asks for it, by the console and not by the browser; drawn
 * where it is an image by its own bytes, and otherwise only saved. Its address is a stranger's, and no link.
 */
export function MediaFile({ media, file }: MediaFileProps) {
  const { url, content_type, filename, size_bytes } = media;
  const name = filename ?? `file ${file.number}`;
  const toLine = useCommandLine();
  const fetched = useMutation({
    mutationFn: async (): Promise<MediaAnswer> => {
      const { value } = await runCommand('conversations media', { ...file, bytes: true });
      return value as MediaAnswer;
    },
  });
  return (
    <div className="stack" data-tight="">
      <p className="small">
        <Paperclip {...ICON} />{' '}
        <StrangeText
          text={[name, content_type, size_bytes === undefined ? undefined : formatBytes(size_bytes)]
            .filter((part) => part !== undefined)
            .join(', ')}
          most={300}
        />
        {url === undefined && <span className="muted"> came with a mail, and is not kept</span>}
      </p>
      {fetched.error !== null && <Problem error={fetched.error} />}
      {fetched.data !== undefined && <Fetched answer={fetched.data} name={name} />}
      {url !== undefined && fetched.data === undefined && (
        <div className="row">
          <Button
            size="small"
            busy={fetched.isPending}
            onClick={() => fetched.mutate()}
            aria-label={`Fetch ${name}`}
            title={toLine('conversations media', file)}
          >
            Fetch from the provider
          </Button>
        </div>
      )}
    </div>
  );
}

type FetchedProps = { readonly answer: MediaAnswer; readonly name: string };

function Fetched({ answer: { image_type, size_bytes, base64 = '' }, name }: FetchedProps) {
  return (
    <>
      {image_type !== null && (
        <img className="media" src={`data:${image_type};base64,${base64}`} alt={`What was sent: ${name}`} />
      )}
      <div className="row">
        <Button size="small" icon={<Download {...ICON} />} onClick={() => saveFile(base64, name)}>
          Save, {formatBytes(size_bytes)}
        </Button>
      </div>
    </>
  );
}
