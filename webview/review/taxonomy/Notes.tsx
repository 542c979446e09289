import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import { formatDate, formatWhen } from '../../../src/core/display/time.ts';
import type { ClassNote } from '../../../src/core/model/taxonomyOverview.ts';
import { Button } from '../../controls/Button.tsx';
import { Select } from '../../controls/Select.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { keysOf } from '../keys.ts';
import { ClassForm } from './ClassForm.tsx';
import type { TaxonomyModel } from './model.ts';

/** What was said of the traces behind a class, to be read and sorted. */
export function Notes(props: { model: TaxonomyModel }) {
  const { model } = props;
  const { current, chosen, form } = model;
  const read = model.notes.value;
  const title = chosen.value === null ? 'Notes without a class' : (current.value?.name ?? '');
  const about = form.value;
  return (
    <section class="notesPane" aria-label={title}>
      <header class="notesHead">
        <h2 class="strong cut">{title}</h2>
        {read !== null && <span class="dim number noWrap">{read.count === read.all ? plural(read.all, 'trace') : `${formatCount(read.count)} of ${formatCount(read.all)}`}</span>}
        <span class="grow" />
        <span class="filterWords noteSearch"><Icon name="search" small /><input id="note-search" type="search" aria-label="Search in the notes" placeholder={`Search notes (${keysOf('taxonomy').hintOf('search')})`} value={model.words.value} onInput={(event) => model.search(event.currentTarget.value)} /></span>
      </header>
      {about?.kind === 'new' ? <ClassForm model={model} form={about} /> : model.picked.value.size > 0 && <PickedBar model={model} />}
      <div class="noteRows">
        {read === null ? <p class="empty">Reading the notes</p> : read.notes.length === 0 ? <Nothing model={model} /> : (
          <ul aria-label="Notes">{read.notes.map((note, at) => <NoteRow key={note.trace} model={model} note={note} at={at} />)}</ul>
        )}
        {read !== null && read.count > read.notes.length && <p class="empty">{formatCount(read.count - read.notes.length)} older ones. <button type="button" class="linkButton" onClick={model.more}>Show more</button></p>}
      </div>
    </section>
  );
}

function PickedBar(props: { model: TaxonomyModel }) {
  const { model } = props;
  const keys = keysOf('taxonomy');
  const from = model.chosen.value ?? null;
  const choices = [{ value: '', label: 'Sort into…' }, ...model.overview.value!.classes.filter(({ id }) => id !== from).map(({ id, name }) => ({ value: id, label: name })), ...(from === null ? [] : [{ value: '\n', label: 'No class' }])];
  return (
    <div class="pickedBar" role="group" aria-label="Selected notes">
      <span class="strong number noWrap">{formatCount(model.picked.value.size)} selected</span>
      <span class="sortInto"><Select label="Sort into" value="" choices={choices} onChange={(value) => void (value !== '' && model.sort(value === '\n' ? null : value))} /></span>
      <Button shortcut={keys.shortcutOf(from === null ? 'newClass' : 'split')} onClick={model.split}><span class="buttonText">{from === null ? 'New class' : 'Split off'} <KeyCap text={keys.hintOf(from === null ? 'newClass' : 'split')} /></span></Button>
      <span class="grow" />
      <button type="button" class="quietButton" onClick={model.clear}>Clear</button>
    </div>
  );
}

function NoteRow(props: { model: TaxonomyModel; note: ClassNote; at: number }) {
  const { model, note, at } = props;
  const isPicked = model.picked.value.has(note.trace);
  const us = Date.parse(note.at) * 1000;
  const mode = note.mode === null ? null : (model.current.value?.modes.find(({ id }) => id === note.mode)?.name ?? note.mode);
  return (
    <li class={isPicked ? 'noteRow picked' : 'noteRow'}>
      <button type="button" role="checkbox" aria-checked={isPicked} class="notePick" data-note={at} tabIndex={model.focused.value === at ? 0 : -1} onFocus={() => (model.focused.value = at)} onClick={(event) => model.pick(at, event.shiftKey)}>
        <span class="noteTick" aria-hidden="true">{isPicked && <Icon name="check" small />}</span>
        <span class="noteBody">
          <span class={note.note === '' ? 'noteText dim' : 'noteText'}>{note.note === '' ? 'No note' : note.note}</span>
          {note.others.map((each) => <span class="noteText dim" key={each.by}>{each.by}: {each.note}</span>)}
          <span class="noteMeta small dim">
            <MarkIcon mark={note.verdict === 'fail' ? 'fail' : note.verdict === 'defer' ? 'deferred' : 'unlabelled'} />
            <span class="noWrap">{note.by}</span>
            <span class="noWrap" title={formatDate(us)}>{formatWhen(us, Date.now() * 1000)}</span>
            {note.step && <span class="noWrap">first wrong: {note.step.n}{note.step.name === null ? '' : ` ${note.step.name}`}</span>}
            {mode !== null && <span class="tag">{mode}</span>}
            {note.sortedBy !== null && <span class="noWrap">sorted by {note.sortedBy}</span>}
            {note.guarded && <span class="noWrap">guarded</span>}
            <span class="cut noteTitle" title={note.title}>{note.title}</span>
          </span>
        </span>
      </button>
      <button type="button" class="iconButton" aria-label={`Open ${note.title}`} title={note.orphan ? 'Not imported here' : `Open the trace (${keysOf('taxonomy').hintOf('open')})`} disabled={note.orphan} onClick={() => model.page.openTrace(note.trace, note.step?.n)}><Icon name="go-to-file" /></button>
    </li>
  );
}

function Nothing(props: { model: TaxonomyModel }) {
  const { model } = props;
  const { failures, unsorted } = model.overview.value!;
  if (model.words.value !== '') return <p class="empty">No note here says that.</p>;
  if (model.chosen.value !== null) return <p class="empty">No failure is of this class.</p>;
  return (
    <div class="tabNothing">
      <h2 class="title">{failures + unsorted === 0 ? 'No note yet' : 'Every note has its class'}</h2>
      <p class="dim">{failures + unsorted === 0 ? 'Fail traces in the Queue tab with a note on what went wrong. They stand here until they are sorted into classes.' : 'What fails from now on stands here until it has one.'}</p>
      <div class="buttonRow"><Button onClick={() => model.page.goTo('queue')}>Go to the queue</Button></div>
    </div>
  );
}
