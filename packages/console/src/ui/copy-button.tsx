import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from './button.tsx';
import { sayFailed } from './toast.tsx';

export type CopyButtonProps = {
  readonly text: string;
  /** What is copied: "the secret". */
  readonly what: string;
  /** With words beside the icon. */
  readonly words?: string;
};

const SHOWN_MS = 1500;

export function CopyButton({ text, what, words }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch (error) {
      sayFailed(`The browser did not let ${what} be copied`, error);
    }
  };
  const icon = isCopied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />;
  if (words !== undefined)
    return (
      <Button size="small" icon={icon} onClick={copy}>
        {isCopied ? 'Copied' : words}
      </Button>
    );
  return (
    <IconButton label={isCopied ? 'Copied' : `Copy ${what}`} onClick={copy}>
      {icon}
    </IconButton>
  );
}
