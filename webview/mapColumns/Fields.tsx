import type { MapView } from '../../src/protocol/mapPage.ts';
import { Select } from '../controls/Select.tsx';
import type { SelectChoice } from '../controls/Select.tsx';
import type { FieldWords } from './fields.ts';
import { groups, isMapped } from './fields.ts';
import type { MapModel } from './model.ts';

const exampleLength = 36;
const none: SelectChoice = { value: '', label: 'Not mapped' };

/** Our fields on the left, their columns to choose from. */
export function Fields(props: { model: MapModel; view: MapView }) {
  const { model, view } = props;
  const choices = [none, ...view.columns.map(({ name, examples }): SelectChoice => ({ value: name, label: examples[0] === undefined ? `${name} (empty)` : `${name}: ${cut(examples[0])}` }))];
  return (
    <form class="mapFields" aria-label="Fields and columns" onSubmit={(event) => event.preventDefault()}>
      <div class="fieldsHead">
        <h2 class="strong">Which column is what</h2>
        <span class="grow" />
        {model.changed.value && Object.keys(view.guess).length > 0 && <button type="button" class="linkButton" onClick={model.takeGuess}>Take the guess</button>}
        {isMapped(model.map.value) && <button type="button" class="linkButton" onClick={model.clear}>Clear</button>}
      </div>
      {groups.map(({ title, fields }) => (
        <fieldset key={title} class="fieldGroup">
          <legend class="caption">{title}</legend>
          {fields.map((each) => <Field key={each.field} model={model} view={view} choices={choices} words={each} />)}
        </fieldset>
      ))}
    </form>
  );
}

function Field(props: { model: MapModel; view: MapView; choices: readonly SelectChoice[]; words: FieldWords }) {
  const { model, view, words } = props;
  const column = model.map.value[words.field];
  const known = view.columns.find(({ name }) => name === column);
  // Of a map that was kept, a column may not be in these rows.
  const choices = column === undefined || known ? props.choices : [...props.choices, { value: column, label: `${column} (not in these rows)` }];
  const guessed = model.isGuessed(words.field);
  const partly = known !== undefined && known.filled < view.rows;
  const note = `note-${words.field}`;
  return (
    <div class={column === undefined ? 'mapField open' : 'mapField'}>
      <Select label={words.label} hint={words.hint} value={column ?? ''} choices={choices} describedBy={guessed || partly ? note : undefined} onChange={(value) => model.choose(words.field, value === '' ? null : value)} />
      <span class="mapNote" id={note}>
        {guessed && <span class="tag absent" title="Guessed by its name and values">Guessed</span>}
        {partly && <span class="dim small noWrap" title={`${known.filled} of ${view.rows} rows have a value there`}>{`${known.filled} of ${view.rows}`}<span class="srOnly"> rows</span></span>}
      </span>
    </div>
  );
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length > exampleLength ? `${characters.slice(0, exampleLength).join('').trimEnd()}…` : text;
}
