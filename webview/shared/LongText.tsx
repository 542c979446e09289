import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { formatBytes, formatCount, plural } from '../../src/core/display/numbers.ts';
import { visibleText } from '../../src/core/display/visibleText.ts';
import { readerChoices } from './choices.ts';
import { countLines, foldText } from './foldText.ts';
import type { Room } from './foldText.ts';
import { Icon } from './Icon.tsx';
import { useWholeText } from './payload.ts';
import type { PayloadPath } from './payload.ts';

/** How much is shown at first, and how much more at each press: what a page lays out at once. */
const rooms: Readonly<Record<'message' | 'result', Room>> = { message: { lines: 60, characters: 8000 }, result: { lines: 14, characters: 2000 } };
const more: Room = { lines: 1000, characters: 60_000 };

type TextProps = {
  text: string;
  /** Where it stands in the step, so that the whole of it can be opened. */
  path?: PayloadPath | undefined;
  /** What it is called where it is opened. */
  title?: string | undefined;
};

/** Text as it was recorded, in the type of code. What is too much for the page is folded, which is said, and can be asked for. */
export function LongText(props: TextProps & { mono?: boolean; room?: keyof typeof rooms; show?: (piece: string, from: number) => ComponentChildren }) {
  const { mono = false, show = visibleText } = props;
  const longLines = useMemo(() => mono && /[^\n]{240}/u.test(props.text.slice(0, 100_000)), [mono, props.text]);
  const cutLines = longLines && readerChoices.current.value.longLines === 'cut';
  return (
    <div class={['plain', mono && 'mono', cutLines && 'cutLines'].filter(Boolean).join(' ')}>
      <FoldedText {...props} room={rooms[props.room ?? 'message']} show={show} />
      {longLines && (
        <div class="foldLine">
          <button type="button" class="linkButton" aria-pressed={!cutLines} onClick={() => readerChoices.choose({ longLines: cutLines ? 'wrapped' : 'cut' })}>
            <Icon name="word-wrap" small />{cutLines ? 'Wrap long lines' : 'Cut long lines'}
          </button>
        </div>
      )}
    </div>
  );
}

/** The beginning and the end of a text, and a line that says what is folded between them. `show` draws a piece that begins at `from`. */
export function FoldedText(props: TextProps & { room: Room; show: (piece: string, from: number) => ComponentChildren }) {
  const { text, show } = props;
  const [asked, setAsked] = useState(0);
  const { cutFrom, open } = useWholeText(props.path);
  const room = { lines: props.room.lines + asked * more.lines, characters: props.room.characters + asked * more.characters };
  const folded = useMemo(() => foldText(text, room, { tail: cutFrom === undefined }), [text, asked, cutFrom === undefined]);
  const whole = useMemo(() => (folded ? { lines: countLines(text), bytes: new Blob([text]).size } : { lines: 0, bytes: 0 }), [text, folded === undefined]);
  const openIt = open && <button type="button" class="linkButton" onClick={() => open(props.title ?? 'text.txt')}>Open in editor</button>;
  return (
    <>
      {show(folded?.head ?? text, 0)}
      {folded && folded.foldedCharacters > 0 && (
        <span class="foldLine">
          <button type="button" class="linkButton" onClick={() => setAsked(asked + 1)}>
            <Icon name="unfold" small />
            {folded.foldedLines > 1 ? `${plural(folded.foldedLines, 'line')} folded` : `${plural(folded.foldedCharacters, 'character')} folded`}
          </button>
          {cutFrom === undefined && <span class="dim noWrap">{whole.lines > 1 && `of ${formatCount(whole.lines)} · `}{formatBytes(whole.bytes)}</span>}
          {cutFrom === undefined && openIt}
        </span>
      )}
      {folded && show(folded.tail, folded.tailFrom)}
      {cutFrom !== undefined && (
        <span class="foldLine">
          <Icon name="info" small />
          <span>The first {formatCount(text.length)} of {formatCount(cutFrom)} characters are here.</span>
          {openIt}
        </span>
      )}
    </>
  );
}
