import type { MapView, RememberFor } from '../../src/protocol/mapPage.ts';
import { Button } from '../controls/Button.tsx';
import { Select } from '../controls/Select.tsx';
import type { SelectChoice } from '../controls/Select.tsx';
import { Notice } from '../shared/Notice.tsx';
import { isMapped } from './fields.ts';
import type { MapModel } from './model.ts';

/** For which files the map is kept, and what is done with it. */
export function Foot(props: { model: MapModel; view: MapView }) {
  const { model, view } = props;
  const failure = model.failure.value;
  const { files, folder } = view.remember;
  const names = folder === null ? files : `${folder}/${files}`;
  const choices: readonly (SelectChoice & { readonly value: RememberFor })[] = [
    ...(view.canRemember ? [{ value: 'files' as const, label: `Files named ${names}` }] : []),
    ...(view.canRemember && folder !== null ? [{ value: 'folder' as const, label: `All files in ${folder}` }] : []),
    { value: 'not', label: view.canRemember ? 'Not, for this import only' : 'Not: no folder is open to keep it in' },
  ];
  const mapped = isMapped(model.map.value);
  const why = mapped ? null : 'Map the question, the answer, the messages or the tool calls to import';
  return (
    <footer class="mapFoot">
      {failure && <Notice kind="error" onClose={() => (model.failure.value = null)}>{failure.message} {failure.hint}</Notice>}
      <div class="footRow">
        <div class="footRemember">
          <Select label="Remember for" hint="The map is written into casebook/config.yaml, and used for these files from then on" value={model.remember.value} choices={choices} disabled={!view.canRemember} onChange={(value) => (model.remember.value = value as RememberFor)} />
        </div>
        <span class="footNote dim small" role="status">{model.importing.value ? 'Importing' : why}</span>
        <div class="buttonRow">
          <Button kind="primary" disabled={!mapped || model.importing.value} onClick={() => void model.import()}>Import</Button>
          <Button onClick={model.cancel}>Cancel</Button>
        </div>
      </div>
    </footer>
  );
}
