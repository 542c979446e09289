import { useState } from 'preact/hooks';
import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import type { FailureClass } from '../../../src/core/model/failureClass.ts';
import { Icon } from '../../shared/Icon.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { keysOf } from '../keys.ts';
import { places } from './actions.ts';
import type { QueueModel } from './model.ts';
import type { OpenTrace } from './openTraces.ts';

const keys = keysOf('queue');
/** More of them are found by typing; nine have a digit. */
const withDigits = 9;

const nameOf = ({ id, name }: { readonly id: string; readonly name?: string | undefined }): string => name ?? id;

function says(each: FailureClass, text: string): boolean {
  return `${nameOf(each)} ${each.id} ${each.definition ?? ''}`.toLowerCase().includes(text.trim().toLowerCase());
}

/** The kinds of failure, one of them chosen; below it what it looks like. */
export function RailClasses(props: { model: QueueModel; trace: OpenTrace }) {
  const { model, trace } = props;
  const { labelling } = trace.model;
  const all = labelling.classes.value;
  const chosen = labelling.label.value?.class ?? null;
  const [asking, setAsking] = useState(false);
  const text = model.classText.value;
  const found = all.map((each, at) => ({ each, at })).filter(({ each }) => says(each, text));
  const searched = asking || text !== '' || all.length > withDigits;
  // A label may carry a class that is retired by now.
  const gone = chosen !== null && !all.some(({ id }) => id === chosen.class);

  function take(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // What stands in the field now, which may not be drawn yet.
    const { value } = event.target as HTMLInputElement;
    const first = all.find((each) => says(each, value));
    if (first) model.failureClass(first);
    else void model.newClass(value);
    model.classText.value = '';
    setAsking(false);
    (event.target as HTMLElement).blur();
  }

  function make(): void {
    void model.newClass(text);
    model.classText.value = '';
    setAsking(false);
  }

  return (
    <div class="railPart" role="group" aria-label="Failure class">
      <div class="railCaption"><span class="caption">Failure class</span>{searched && <KeyCap text={keys.hintOf('findClass')} />}</div>
      {/* Always there, so that what is typed after its key is typed into it at once. */}
      <input
        id={places.findClass} class={searched ? 'railFind' : 'railFind folded'} type="search" aria-label="Find a class" tabIndex={searched ? 0 : -1} placeholder={`Find among ${plural(all.length, 'class', 'classes')}, or name a new one`} value={model.classText.value}
        onInput={(event) => (model.classText.value = event.currentTarget.value)} onKeyDown={take} onFocus={() => setAsking(true)} onBlur={() => setAsking(false)}
      />
      <ul class="railClasses">
        {found.map(({ each, at }) => <ClassRow key={each.id} model={model} each={each} digit={at < withDigits ? at + 1 : null} pressed={chosen?.class === each.id} count={model.classCounts.value[each.id] ?? 0} />)}
      </ul>
      {text.trim() !== '' && !all.some((each) => nameOf(each).toLowerCase() === text.trim().toLowerCase())
        ? <button type="button" class="linkButton newClass" onMouseDown={(event) => event.preventDefault()} onClick={() => make()}><Icon name="add" small /><span class="cut">New class “{text.trim()}”</span>{found.length === 0 && <KeyCap text="↵" />}</button>
        : <button type="button" class="linkButton newClass" onClick={() => model.askField(places.findClass)}><Icon name="add" small />New class</button>}
      {gone && <p class="railGone"><Icon name="check" small />{chosen!.class} <span class="dim">is not in the taxonomy any more</span></p>}
      <Mode trace={trace} classes={all} />
    </div>
  );
}

function ClassRow(props: { model: QueueModel; each: FailureClass; digit: number | null; pressed: boolean; count: number }) {
  const { each, digit, pressed, count } = props;
  return (
    <li>
      <button type="button" class="classRow" role="checkbox" aria-checked={pressed} aria-keyshortcuts={digit === null ? undefined : String(digit)} title={[nameOf(each), each.definition, each.example === undefined ? undefined : `Example: ${each.example}`].filter(Boolean).join('\n')} onClick={() => props.model.failureClass(each)}>
        {digit === null ? <span class="noKey" /> : <KeyCap text={String(digit)} />}
        <span class="classBox">{pressed && <Icon name="check" small />}</span>
        <span class="cut"><span class={pressed ? 'strong' : ''}>{nameOf(each)}</span> <span class="dim">{each.definition}</span></span>
        <span class="dim number" title={`Given ${plural(count, 'time')}`}>{count === 0 ? '' : formatCount(count)}</span>
      </button>
    </li>
  );
}

function Mode(props: { trace: OpenTrace; classes: readonly FailureClass[] }) {
  const { labelling } = props.trace.model;
  const chosen = labelling.label.value?.class ?? null;
  const modes = props.classes.find(({ id }) => id === chosen?.class)?.modes ?? [];
  if (!chosen || modes.length === 0) return null;
  return (
    <label class="railMode"><span class="dim">Mode</span>
      <span class="selectBox grow">
        <select id={places.mode} value={chosen.mode ?? ''} onChange={(event) => {
          const mode = event.currentTarget.value;
          void labelling.set({ class: mode === '' ? { class: chosen.class } : { class: chosen.class, mode } }, mode === '' ? 'Mode taken back' : nameOf(modes.find(({ id }) => id === mode) ?? { id: mode }));
        }}>
          <option value="" selected={chosen.mode === undefined}>Not set</option>
          {modes.map((mode) => <option key={mode.id} value={mode.id} selected={mode.id === chosen.mode} title={mode.definition}>{nameOf(mode)}</option>)}
        </select>
      </span>
      <KeyCap text={keys.hintOf('mode')} />
    </label>
  );
}
