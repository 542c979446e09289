import { useContext, useEffect, useState } from 'preact/hooks';
import { Icon } from './Icon.tsx';
import { isCut, PayloadContext } from './payload.ts';
import type { PayloadPath } from './payload.ts';

/** Copies through the host, and says so for a moment where the button is. What is cut at `path` is fetched whole. */
export function CopyButton(props: { text: string | (() => string); what: string; path?: PayloadPath; onCopy: (text: string, what: string) => void; class?: string }) {
  const [done, setDone] = useState(false);
  const payload = useContext(PayloadContext);
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => setDone(false), 1200);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <button
      type="button"
      class={`iconButton ${props.class ?? ''}`}
      aria-label={`Copy ${props.what}`}
      title={`Copy ${props.what}`}
      onClick={() => {
        if (props.path && isCut(payload, props.path)) payload?.copyWhole(props.path, props.what);
        else props.onCopy(typeof props.text === 'string' ? props.text : props.text(), props.what);
        setDone(true);
      }}
    >
      <Icon name={done ? 'check' : 'copy'} />
    </button>
  );
}
