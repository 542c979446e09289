import { useState } from 'preact/hooks';
import { formatCount } from '../../../src/core/display/numbers.ts';
import { oneLine } from '../../../src/core/display/truncate.ts';
import { Icon } from '../../shared/Icon.tsx';
import { LongText } from '../../shared/LongText.tsx';
import { Markdown } from '../../shared/Markdown.tsx';
import { markdownLimit } from '../../shared/markdown.ts';

/** What the model thought, closed at first: one line of it says whether to read it. */
export function Reasoning(props: { text: string; onLink: (url: string) => void }) {
  const [open, setOpen] = useState(false);
  const words = props.text.split(/\s+/u).filter(Boolean).length;
  return (
    <div class="reasoning">
      <button type="button" class="reasoningHead" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} small />
        <span class="cut">Reasoning, {formatCount(words)} {words === 1 ? 'word' : 'words'}{open ? '' : <>: <i>{oneLine(props.text, 140)}</i></>}</span>
      </button>
      {open && <div class="reasoningBody">{props.text.length > markdownLimit ? <LongText text={props.text} /> : <Markdown text={props.text} onLink={props.onLink} />}</div>}
    </div>
  );
}
