import type { DiffLine } from '../../src/core/display/lineDiff.ts';
import { formatCount } from '../../src/core/display/numbers.ts';
import { visibleText } from '../../src/core/display/visibleText.ts';

/** A line longer than this is shown in part: what differs is marked within it, or it is read where it stands. */
const longestLine = 2000;

/** The text of a compared line, with the words marked that its counterpart has not. */
export function ChangedWords(props: { line: DiffLine }) {
  const { text, words } = props.line;
  const pieces: (string | preact.JSX.Element)[] = [];
  let at = 0;
  for (const { from, to } of words) {
    if (from >= longestLine) break;
    if (from > at) pieces.push(visibleText(text.slice(at, from)));
    pieces.push(<span key={from} class="dWords">{visibleText(text.slice(from, Math.min(to, longestLine)))}</span>);
    at = to;
  }
  if (at < text.length) pieces.push(visibleText(text.slice(at, Math.max(at, longestLine))));
  return <>{pieces}{text.length > longestLine && <span class="dim"> … {formatCount(text.length - longestLine)} more characters</span>}{text === '' && '\u00a0'}</>;
}
