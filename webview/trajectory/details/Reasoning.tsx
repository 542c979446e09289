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
import { useFoundInFold } from '../find/useFoundInFold.ts';
import type { TrajectoryModel } from '../model.ts';

/** Most characters whose words are counted: the number says whether to read it, not more. */
const counted = 200_000;
const previewed = 140;

/** What the model thought, closed at first: one line of it says whether to read it. */
export function Reasoning(props: { model: TrajectoryModel; text: string; path: PayloadPath; format: TextFormat | undefined }) {
  const [openHere, setOpen] = useState(false);
  const { text, model } = props;
  const found = useFoundInFold(model, text, previewed, (hit) => hit.in === 'reasoning');
  const open = openHere || found.open;
  const words = text.slice(0, counted).split(/\s+/u).filter(Boolean).length;
  const markdown = props.format !== 'raw' && formatOf(text, 'markdown') === 'markdown';
  return (
    <div class="reasoning">
      <button type="button" class="reasoningHead" aria-expanded={open} onClick={() => {
        if (open) found.fold();
        setOpen(!open);
      }}>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} small />
        <span class="cut">Reasoning, {text.length > counted && 'over '}{plural(words, 'word')}{open ? '' : <>: <i>{visibleText(oneLine(plainPreview(text), previewed))}</i></>}</span>
      </button>
      {open && <div class="reasoningBody">{markdown ? <Markdown text={text} onLink={model.openLink} /> : <LongText text={text} path={props.path} title="reasoning.md" />}</div>}
    </div>
  );
}
