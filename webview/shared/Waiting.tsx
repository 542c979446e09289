import { useEffect, useState } from 'preact/hooks';
import { ProgressLine } from './ProgressLine.tsx';

/** What stands in place of a page until it can be drawn: nothing for 200 ms, then a line and a word. */
export function Waiting(props: { title: string; words: string }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return late ? <main class="alone"><h1 class="srOnly">{props.title}</h1><ProgressLine active label={props.words} /><p class="dim">{props.words}</p></main> : null;
}
