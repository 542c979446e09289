import type { ReadonlySignal } from '@preact/signals';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import { truncate } from '../../../src/core/display/truncate.ts';
import type { Label } from '../../../src/core/model/label.ts';
import { highlightWords } from '../../label/highlightWords.ts';
import { formatOf } from '../../shared/FormatSwitch.tsx';
import type { TextFormat } from '../../shared/FormatSwitch.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { JsonTree } from '../../shared/JsonTree.tsx';
import { parsedContainer } from '../../shared/JsonOrText.tsx';
import { LongText } from '../../shared/LongText.tsx';
import { Markdown } from '../../shared/Markdown.tsx';

const foldAbove = 250;
const foldedLines = 4;
const foldedLength = 500;

/** What a folded text shows: its first lines, no more than 500 characters. Undefined when it is short enough to show whole. */
export function foldedStart(text: string): { readonly start: string; readonly lines: number } | undefined {
  if (text.length <= foldAbove) return undefined;
  const lines = text.split('\n');
  const start = truncate(lines.slice(0, foldedLines).join('\n'), foldedLength);
  return start.shown >= text.length ? undefined : { start: start.text, lines: Math.max(0, lines.length - foldedLines) };
}

export function MessageBody(props: {
  text: string; format: TextFormat | undefined; fold: boolean; answer: string | undefined; wrongWords: ReadonlySignal<Label | null> | undefined; onLink: (url: string) => void;
}) {
  const [open, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const folded = props.fold ? foldedStart(props.text) : undefined;
  const text = folded && !open ? folded.start : props.text;
  const format = formatOf(props.text, props.format);
  const wrong = props.wrongWords?.value?.wrongWords ?? '';
  useLayoutEffect(() => (element.current && props.wrongWords ? highlightWords(element.current, wrong) : undefined), [wrong, text, format]);
  return (
    <div class="said" ref={element} data-answer={props.answer}>
      {format === 'markdown' && <Markdown text={text} onLink={props.onLink} />}
      {format === 'raw' && <LongText text={text} mono />}
      {format === 'json' && <JsonTree value={parsedContainer(props.text)} label="Message as JSON" />}
      {folded && format !== 'json' && (
        <div class="more">
          <button type="button" class="linkButton" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name={open ? 'chevron-up' : 'chevron-down'} small />
            {open ? 'Fold' : folded.lines > 0 ? plural(folded.lines, 'more line') : 'Show all'}
          </button>
          <span class="dim">{formatCount(props.text.length)} characters</span>
        </div>
      )}
    </div>
  );
}
