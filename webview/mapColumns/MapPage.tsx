import { ErrorState } from '../shared/ErrorState.tsx';
import { LiveRegion } from '../shared/LiveRegion.tsx';
import { Notice } from '../shared/Notice.tsx';
import { Waiting } from '../shared/Waiting.tsx';
import { Fields } from './Fields.tsx';
import { Foot } from './Foot.tsx';
import type { MapModel } from './model.ts';
import { Preview } from './Preview.tsx';

export function MapPage(props: { model: MapModel }) {
  const { model } = props;
  const status = model.status.value;
  return (
    <>
      {status.kind === 'loading' && <Waiting title="Map columns" words="Reading the first rows" />}
      {status.kind === 'failed' && (
        <main class="alone">
          <h1 class="srOnly">Map columns</h1>
          <ErrorState failure={status.failure} what="The rows cannot be shown." safe="Nothing was imported." actions={[{ words: 'Try again', run: () => void model.open() }, { words: 'Close', run: model.cancel }]} />
        </main>
      )}
      {status.kind === 'open' && <Mapping model={model} />}
      <LiveRegion spoken={model.spoken} />
    </>
  );
}

function Mapping(props: { model: MapModel }) {
  const { model } = props;
  const view = model.view.value;
  if (!view) return null;
  return (
    <div class="mapPage">
      <header class="head mapHead">
        <div class="titleRow">
          <h1 class="title cut" title={view.file}>Map columns of {view.file.slice(view.file.lastIndexOf('/') + 1)}</h1>
          <span class="meta cut">{`${view.columns.length} columns in ${model.told.value}`}</span>
        </div>
        {view.known && <Notice kind="info">Without a map, the file is read as {view.known.title}: {view.known.why}.</Notice>}
      </header>
      <main class="mapMain">
        <Fields model={model} view={view} />
        <Preview model={model} view={view} />
      </main>
      <Foot model={model} view={view} />
    </div>
  );
}
