import { useEffect, useState } from 'preact/hooks';
import { Icon } from './Icon.tsx';

/** Copies through the host, and says so for a moment where the button is. */
export function CopyButton(props: { text: string; what: string; onCopy: (text: string, what: string) => void }) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => setDone(false), 1200);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <button
      type="button"
      class="iconButton"
      aria-label={`Copy ${props.what}`}
      title={`Copy ${props.what}`}
      onClick={() => {
        props.onCopy(props.text, props.what);
        setDone(true);
      }}
    >
      <Icon name={done ? 'check' : 'copy'} />
    </button>
  );
}
