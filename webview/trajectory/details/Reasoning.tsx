import { useState } from 'preact/hooks';
import { plural } from '../../../src/core/display/numbers.ts';
import { oneLine, plainPreview } from '../../../src/core/display/truncate.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import { formatOf } from '../../shared/FormatSwitch.tsx';
import type { TextFormat } from '../../shared/FormatSwitch.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { LongText } from '../../shared/LongText.tsx';
import { Markdown } from '../../shared/Markdown.tsx';
import type { PayloadPath } from '../../shared/payload.ts';

/** Most characters whose words are counted: the number says whether to read it, not more. */
const counted = 200_000;

/** What the model thought, closed at first: one line of it says whether to read it. */
export function Reasoning(props: { text: string; path: PayloadPath; format: TextFormat | undefined; onLink: (url: string) => void }) {
  const [open, setOpen] = useState(false);
  const { text } = props;
  const words = text.slice(0, counted).split(/\s+/u).filter(Boolean).length;
  const markdown = props.format !== 'raw' && formatOf(text, 'markdown') === 'markdown';
  return (
    <div class="reasoning">
      <button type="button" class="reasoningHead" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} small />
        <span class="cut">Reasoning, {text.length > counted && 'over '}{plural(words, 'word')}{open ? '' : <>: <i>{visibleText(oneLine(plainPreview(text), 140))}</i></>}</span>
      </button>
      {open && <div class="reasoningBody">{markdown ? <Markdown text={text} onLink={props.onLink} /> : <LongText text={text} path={props.path} title="reasoning.md" />}</div>}
    </div>
  );
}
