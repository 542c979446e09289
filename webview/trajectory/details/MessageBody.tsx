import { useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import { truncate } from '../../../src/core/display/truncate.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { SaidValue } from '../../../src/core/model/insights.ts';
import { highlightWords } from '../../label/highlightWords.ts';
import { readerChoices } from '../../shared/choices.ts';
import { formatOf } from '../../shared/FormatSwitch.tsx';
import type { TextFormat } from '../../shared/FormatSwitch.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { JsonTree } from '../../shared/JsonTree.tsx';
import { parsedContainer } from '../../shared/parsedContainer.ts';
import { LongText } from '../../shared/LongText.tsx';
import { Markdown } from '../../shared/Markdown.tsx';
import type { PayloadPath } from '../../shared/payload.ts';
import { countLines } from '../../shared/foldText.ts';
import { useFoundInFold } from '../find/useFoundInFold.ts';
import type { TrajectoryModel } from '../model.ts';
import { markValues } from './markValues.ts';
import { evidence, markedPieces, sourceWords, valueLines } from './saidValues.ts';
import { goToSource } from './sought.ts';
import { ValueSources } from './ValueSources.tsx';

/** Above how many characters a text is folded, and what of it stays. */
type Fold = { readonly above: number; readonly lines: number; readonly characters: number };
const prompt: Fold = { above: 250, lines: 4, characters: 500 };
const long: Fold = { above: 6000, lines: 40, characters: 4000 };
/** Above steps, which are to be seen beside it. */
export const aboveSteps: Fold = { above: 250, lines: 6, characters: 450 };

/** What a folded text shows: its first lines. Undefined when it is short enough to show whole. */
export function foldedStart(text: string, { above, lines, characters }: Fold = prompt): { readonly start: string; readonly lines: number } | undefined {
  if (text.length <= above) return undefined;
  const start = truncate(text.split('\n', lines).join('\n'), characters);
  return start.shown >= text.length ? undefined : { start: start.text, lines: Math.max(0, countLines(text) - lines) };
}

export type MessageBodyProps = {
  model: TrajectoryModel;
  text: string;
  path: PayloadPath;
  format: TextFormat | undefined;
  /** How it is shown where nothing was chosen. */
  otherwise: 'markdown' | 'raw';
  system: boolean;
  /** The whole answer this is a part of, whose words can be labelled as wrong. */
  answer: string | undefined;
  values: readonly SaidValue[];
  /** Where it has less room than in a thread. */
  fold?: Fold;
};

/** One text of a message. The marks on it stand for where its values come from and for what was labelled as wrong. */
export function MessageBody(props: MessageBodyProps) {
  const { model, text: whole, values, system } = props;
  const [openHere, setOpenHere] = useState(false);
  const id = useId();
  const element = useRef<HTMLDivElement>(null);
  const format = formatOf(whole, props.format, props.otherwise);
  const folded = useMemo(() => (system || props.fold || format === 'markdown' ? foldedStart(whole, system ? prompt : (props.fold ?? long)) : undefined), [whole, system, format, props.fold]);
  const found = useFoundInFold(model, whole, folded?.start.length ?? whole.length, (hit) => hit.in === 'message' && (hit.role === 'system') === system);
  const chosenOpen = system ? readerChoices.current.value.longPrompts === 'open' : openHere;
  const open = chosenOpen || found.open;
  const text = folded && !open ? folded.start : whole;
  const wrong = (props.answer === undefined ? undefined : model.labelling.label.value?.wrongWords) ?? '';
  const lineOf = useMemo(() => lineNumbers(values), [values]);
  const described = (index: number) => (lineOf[index] === undefined ? undefined : `${id}-${lineOf[index]}`);

  useLayoutEffect(() => (element.current && format === 'markdown' && values.length > 0 ? markValues(element.current, whole, text.length, values, described) : undefined), [text, format, values]);
  useLayoutEffect(() => (element.current ? highlightWords(element.current, wrong)?.clear : undefined), [wrong, text, format, values]);

  function toggle(): void {
    if (open) found.fold();
    if (open !== chosenOpen) return;
    if (system) readerChoices.choose({ longPrompts: open ? 'folded' : 'open' });
    else setOpenHere(!open);
  }

  function go(event: MouseEvent | KeyboardEvent): void {
    const index = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-value]')?.dataset['value'] : undefined;
    const value = index === undefined ? undefined : values[Number(index)];
    const [source] = evidence(value?.sources ?? []);
    if (!value || !source || (event instanceof KeyboardEvent ? event.key !== 'Enter' : document.getSelection()?.isCollapsed === false)) return;
    event.preventDefault();
    goToSource(model, source, value.text);
  }

  return (
    <>
      <div class="said" ref={element} data-answer={props.answer} onClick={go} onKeyDown={go}>
        {format === 'markdown' && <Markdown text={text} onLink={model.openLink} />}
        {format === 'raw' && <LongText text={text} mono={props.format === 'raw'} path={props.path} title="message.md" show={(piece, from) => <Marked piece={piece} from={from} values={values} described={described} />} />}
        {format === 'json' && <JsonTree value={parsedContainer(whole)} label="Message as JSON" />}
      </div>
      {folded && format !== 'json' && (
        <div class="more">
          <button type="button" class="linkButton" aria-expanded={open} onClick={() => toggle()}>
            <Icon name={open ? 'chevron-up' : 'chevron-down'} small />
            {open ? 'Fold' : folded.lines > 0 ? plural(folded.lines, 'more line') : 'Show all'}
          </button>
          <span class="dim">{formatCount(whole.length)} characters{system && ` · ${chosenOpen ? 'open' : 'folded'} in every trace`}</span>
        </div>
      )}
      {values.length > 0 && <ValueSources model={model} values={values} id={id} />}
    </>
  );
}

/** For each value, the line below the text that says where it comes from. */
function lineNumbers(values: readonly SaidValue[]): readonly (number | undefined)[] {
  const lines = valueLines(values);
  return values.map((value) => {
    const at = lines.findIndex((line) => line.texts.includes(value.text) && line.computed === (value.computed ?? null) && JSON.stringify(line.sources) === JSON.stringify(value.sources));
    return at < 0 ? undefined : at;
  });
}

/** A piece of raw text with its values marked. */
function Marked(props: { piece: string; from: number; values: readonly SaidValue[]; described: (index: number) => string | undefined }) {
  const { values } = props;
  if (values.length === 0) return <>{visibleText(props.piece)}</>;
  return (
    <>
      {markedPieces(props.piece, props.from, values).map(({ text, value }, index) => {
        const said = value === null ? undefined : values[value];
        if (!said) return <span key={index}>{visibleText(text)}</span>;
        const [source] = evidence(said.sources);
        return source
          ? <span key={index} class="saidValue sourced" role="link" tabIndex={0} data-value={value} aria-describedby={props.described(value ?? 0)} title={`From ${sourceWords(source)}`}>{visibleText(text)}</span>
          : <span key={index} class="saidValue unfound" data-value={value} aria-describedby={props.described(value ?? 0)}>{visibleText(text)}</span>;
      })}
    </>
  );
}
