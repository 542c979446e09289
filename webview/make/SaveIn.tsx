import { useId } from 'preact/hooks';
import { Select } from '../controls/Select.tsx';
import type { Place } from './keptState.ts';
import type { Walk } from './walk.ts';

const usual = 'casebook/cases';
const nameOfSuite = /^[a-z0-9][a-z0-9._-]{0,79}$/u;

/** Where the cases go: a file each, one new file, or the end of one that is there. */
export function SaveIn(props: { walk: Walk }) {
  const { walk } = props;
  const place = walk.place.value;
  const { folders, suites } = walk.places.value;
  const within = place.kind === 'append' ? undefined : place.folder ?? usual;
  const choices = [{ value: 'each', label: walk.traces.value.length > 1 ? 'A file each' : 'A file of its own' }, { value: 'suite', label: 'A new file for several' }, ...suites.map((file) => ({ value: `append ${file}`, label: `At the end of ${file}` }))];
  function choose(value: string): void {
    const folder = within === undefined || within === usual ? {} : { folder: within };
    if (value.startsWith('append ')) walk.choosePlace({ kind: 'append', file: value.slice('append '.length) });
    else walk.choosePlace(value === 'suite' ? { kind: 'suite', name: 'new-cases', ...folder } : { kind: 'each', ...folder });
  }
  return (
    <>
      <span class="saveIn"><Select label="Write" value={place.kind === 'append' ? `append ${place.file}` : place.kind} choices={choices} onChange={choose} /></span>
      {place.kind === 'suite' && <SuiteName place={place} onChange={(name) => walk.choosePlace({ ...place, name })} />}
      {within !== undefined && <span class="saveIn"><Select label="Save in" value={within} choices={(folders.length > 0 ? folders : [usual]).map((value) => ({ value, label: value }))} onChange={(folder) => place.kind !== 'append' && walk.choosePlace({ ...place, folder })} /></span>}
    </>
  );
}

function SuiteName(props: { place: Place & { readonly kind: 'suite' }; onChange: (name: string) => void }) {
  const id = useId();
  const { name } = props.place;
  return (
    <span class="saveIn">
      <label class="fieldLabel" for={id}>Named</label>
      <input id={id} class="suiteName" value={name} spellcheck={false} pattern={nameOfSuite.source} title="Small letters, digits, dots and dashes; .case.yaml is added" onChange={(event) => {
        const next = event.currentTarget.value.trim().replace(/\.case\.ya?ml$/u, '');
        if (nameOfSuite.test(next)) props.onChange(next);
        else event.currentTarget.value = name;
      }} />
    </span>
  );
}
