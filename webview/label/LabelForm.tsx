import { Button } from '../controls/Button.tsx';
import type { FailureMode } from '../../src/core/model/failureClass.ts';
import { Dropdown } from '../controls/Dropdown.tsx';
import type { Choice } from '../controls/Dropdown.tsx';
import { TextArea } from '../controls/TextArea.tsx';
import { TextField } from '../controls/TextField.tsx';
import { shortcutOf } from '../keys.ts';
import { IconButton } from '../shared/IconButton.tsx';
import { KeyCap } from '../shared/KeyCap.tsx';
import type { TrajectoryModel } from '../trajectory/model.ts';
import type { Fields } from './draft.ts';

const none: Choice = { value: '', label: 'None' };
const noModes: Choice = { value: '', label: 'No modes in this class' };
const notSet: Choice = { value: '', label: 'Not set' };
const statuses: readonly Choice[] = [{ value: 'open', label: 'Open' }, { value: 'fixing', label: 'Fix in review' }, { value: 'handled', label: 'Handled' }];

function choiceOf(each: FailureMode): Choice {
  return { value: each.id, label: each.name ?? each.id, title: each.definition };
}

/** What the bar has no room for. Everything typed is saved in one go, and taken back in one. */
export function LabelForm(props: { model: TrajectoryModel }) {
  const { labelling, answer } = props.model;
  if (!labelling.formOpen.value) return null;
  const { draft } = labelling;
  const fields = draft.fields.value;
  const classes = labelling.classes.value;
  const modes = classes.find((each) => each.id === fields.class)?.modes ?? [];
  const text = (field: 'note' | 'cause' | 'fix' | 'correction', words: string, placeholder: string) => (
    <TextArea
      label={words}
      value={fields[field]}
      placeholder={placeholder}
      focusAsked={field === 'note' ? labelling.fieldsAsked.note.value : 0}
      onInput={(value) => draft.set(field, value)}
    />
  );
  return (
    <form class="labelForm" id="label-form" aria-label="Label fields" onSubmit={(event) => event.preventDefault()}>
      <div class="formHead">
        <h2>Label</h2>
        <span class="grow" />
        <IconButton icon="close" label="Close the fields" onClick={() => (labelling.formOpen.value = false)} />
      </div>
      <div class="formGrid">
        {text('note', 'Note', 'The first thing that went wrong, in your words')}
        {text('cause', 'Root cause', 'Why it went wrong')}
        {text('fix', 'Fix', 'What mends it, or would')}
        {text('correction', 'Correction', 'What the answer should have been')}
        <div class="field wrongWords">
          <TextArea label="Wrong words of the answer" value={fields.wrongWords} placeholder="Select them in the answer, or type them as they stand there" onInput={(value) => draft.set('wrongWords', value)} />
          <button
            type="button"
            class="linkButton"
            disabled={answer.words.value === null}
            title={answer.words.value === null ? 'Select words of the answer in the Thread first' : undefined}
            // The press must not take the selection away before it is read.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => answer.words.value !== null && draft.set('wrongWords', answer.words.value)}
          >
            Use selection
          </button>
        </div>
        <div class="formChoices">
          <Dropdown label="Class" value={fields.class} choices={[none, ...classes.map(choiceOf)]} onChange={(value) => draft.set('class', value)} />
          <Dropdown label="Mode" value={fields.mode} disabled={modes.length === 0} choices={modes.length === 0 ? [noModes] : [none, ...modes.map(choiceOf)]} onChange={(value) => draft.set('mode', value)} />
          <Dropdown label="Status" value={fields.status} choices={fields.status === '' ? [notSet, ...statuses] : statuses} onChange={(value) => draft.set('status', value as Fields['status'])} />
          <TextField label="Owner" value={fields.owner} placeholder="Nobody yet" focusAsked={labelling.fieldsAsked.owner.value} onInput={(value) => draft.set('owner', value)} />
        </div>
      </div>
      <div class="formFoot">
        <Button kind="primary" disabled={draft.change.value === null} shortcut={shortcutOf('save')} onClick={() => void labelling.saveFields()}>
          <span class="buttonText">Save<KeyCap action="save" /></span>
        </Button>
        {draft.change.value !== null && <Button onClick={draft.clear}>Discard</Button>}
        <span class="dim cut">{draft.change.value !== null ? 'Not saved yet' : draft.saved.value ? 'Saved' : 'Nothing typed'}</span>
      </div>
    </form>
  );
}
