import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { plural } from '../../../src/core/display/numbers.ts';
import { Button } from '../../controls/Button.tsx';
import { Select } from '../../controls/Select.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { keysOf } from '../keys.ts';
import type { TaxonomyForm, TaxonomyModel } from './model.ts';

/** When a form closes, keys are for the notes again. */
function useReturnToNotes(): void {
  useLayoutEffect(() => () => void requestAnimationFrame(() => document.activeElement === document.body && document.querySelector<HTMLElement>('.notePick[tabindex="0"]')?.focus()), []);
}

/** Name and definition: of a new class, of one that is there, or of a mode. */
export function ClassForm(props: { model: TaxonomyModel; form: TaxonomyForm }) {
  const { model, form } = props;
  if (form.kind === 'merge') return <MergeForm model={model} of={form.class} />;
  const of = form.kind === 'new' ? null : model.overview.value?.classes.find(({ id }) => id === form.class);
  const about = form.kind === 'edit' ? of : null;
  const splits = form.kind === 'new' && form.from !== null && form.traces.length > 0;
  const title = form.kind === 'edit' ? `Edit ${of?.name ?? form.class}` : form.kind === 'mode' ? `New mode of ${of?.name ?? form.class}` : form.traces.length === 0 ? 'New class' : splits ? `Split ${plural(form.traces.length, 'note')} off ${model.nameOf(form.from)}` : `New class of ${plural(form.traces.length, 'note')}`;
  return <Fields key={title} model={model} title={title} name={about?.name ?? ''} definition={about?.definition ?? ''} save={form.kind === 'edit' ? 'Save' : form.kind === 'mode' ? 'Add mode' : splits ? 'Split off' : 'Make class'} />;
}

function Fields(props: { model: TaxonomyModel; title: string; name: string; definition: string; save: string }) {
  const { model, title, save } = props;
  const [name, setName] = useState(props.name);
  const [definition, setDefinition] = useState(props.definition);
  const first = useRef<HTMLInputElement>(null);
  useReturnToNotes();
  useLayoutEffect(() => first.current?.focus(), []);
  const keys = keysOf('taxonomy');
  return (
    <form class="classForm" aria-label={title} onSubmit={(event) => {
      event.preventDefault();
      void model.make(name, definition);
    }}>
      <h2 class="strong">{title}</h2>
      <label class="field"><span class="fieldLabel">Name</span><input ref={first} class="textInput" value={name} maxLength={120} required onInput={(event) => setName(event.currentTarget.value)} /></label>
      <label class="field"><span class="fieldLabel">Definition</span><textarea class="textInput" rows={3} value={definition} maxLength={4000} placeholder="When a failure is of this kind, in a sentence" onInput={(event) => setDefinition(event.currentTarget.value)} /></label>
      <div class="buttonRow">
        <Button kind="primary" disabled={name.trim() === ''} shortcut={keys.shortcutOf('save')} onClick={() => void model.make(name, definition)}><span class="buttonText">{save} <KeyCap text={keys.hintOf('save')} /></span></Button>
        <Button onClick={() => model.leave()}>Cancel</Button>
      </div>
    </form>
  );
}

function MergeForm(props: { model: TaxonomyModel; of: string }) {
  const { model, of } = props;
  const others = (model.overview.value?.classes ?? []).filter(({ id }) => id !== of);
  const [into, setInto] = useState(others[0]?.id ?? '');
  const box = useRef<HTMLDivElement>(null);
  const keys = keysOf('taxonomy');
  useReturnToNotes();
  useLayoutEffect(() => box.current?.querySelector('select')?.focus(), []);
  const failures = model.overview.value?.classes.find(({ id }) => id === of)?.failures ?? 0;
  return (
    <form class="classForm" aria-label={`Merge ${model.nameOf(of)}`} onSubmit={(event) => {
      event.preventDefault();
      void model.merge(into);
    }}>
      <h2 class="strong">Merge {model.nameOf(of)}</h2>
      <div ref={box}><Select label="Into" value={into} choices={others.map(({ id, name }) => ({ value: id, label: name }))} onChange={setInto} /></div>
      <p class="dim small">{failures === 0 ? 'What names it counts' : `${plural(failures, 'failure')} and what else names it count`} as {model.nameOf(into)} from then on. No label is rewritten, so it can be taken back.</p>
      <div class="buttonRow">
        <Button kind="primary" disabled={into === ''} shortcut={keys.shortcutOf('save')} onClick={() => void model.merge(into)}><span class="buttonText">Merge <KeyCap text={keys.hintOf('save')} /></span></Button>
        <Button onClick={() => model.leave()}>Cancel</Button>
      </div>
    </form>
  );
}
