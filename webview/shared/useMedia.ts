import { useEffect, useState } from 'preact/hooks';

/** Whether the page is as a query asks; no where a page is only written, and has no size. */
export const mediaHolds = (query: string): boolean => 'matchMedia' in globalThis && matchMedia(query).matches;

export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => mediaHolds(query));
  useEffect(() => {
    const media = window.matchMedia(query);
    const onChange = () => setHolds(media.matches);
    onChange();
    media.addEventListener('change', onChange);
    return () => media.removeEventListener('change', onChange);
  }, [query]);
  return holds;
}
