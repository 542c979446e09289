import { formatCount, formatPercent, plural } from '../../src/core/display/numbers.ts';
import { Button } from '../controls/Button.tsx';
import { ErrorState } from '../shared/ErrorState.tsx';
import { Icon } from '../shared/Icon.tsx';
import { LiveRegion } from '../shared/LiveRegion.tsx';
import { Notice } from '../shared/Notice.tsx';
import { ProgressLine } from '../shared/ProgressLine.tsx';
import type { ExportModel } from './model.ts';
import { TraceRows } from './TraceRows.tsx';

/** What is in one export: its traces, or why there are none. */
export function ExportPage(props: { model: ExportModel }) {
  const { model } = props;
  const status = model.status.value;
  const view = model.view.value;
  return (
    <>
      {status.kind === 'reading' && <Reading model={model} share={status.share} traces={status.traces} />}
      {status.kind === 'failed' && (
        <main class="alone">
          <h1 class="srOnly">Traces of an export</h1>
          <ErrorState failure={status.failure} what="The file cannot be shown as traces." safe="The file is as it was." actions={[{ words: 'Try again', run: () => void model.open() }, { words: 'Open as text', run: model.openText }]} />
        </main>
      )}
      {status.kind === 'open' && view && (view.traces === 0 ? <Nothing model={model} /> : <Listing model={model} />)}
      <LiveRegion spoken={model.spoken} />
    </>
  );
}

function Reading(props: { model: ExportModel; share: number | null; traces: number }) {
  const { share, traces, model } = props;
  const words = ['Reading the file', share === null ? null : formatPercent(share), traces === 0 ? null : plural(traces, 'trace')].filter(Boolean).join(', ');
  return (
    <main class="alone reading">
      <h1 class="srOnly">Traces of an export</h1>
      <ProgressLine active label={words} />
      <p class="dim">{words}</p>
      <div class="buttonRow"><Button onClick={model.stop}>Stop</Button></div>
    </main>
  );
}

function Nothing(props: { model: ExportModel }) {
  const { model } = props;
  const view = model.view.value;
  return (
    <main class="alone nothing">
      <h1 class="title">{view?.stopped ? 'The import was stopped before a trace was read' : 'No trace in this file'}</h1>
      <p>{view?.stopped ? 'Nothing of the file is kept.' : view?.error}</p>
      <div class="buttonRow">
        {view?.stopped && <Button kind="primary" onClick={() => void model.open()}>Read it</Button>}
        {view?.canMap && <Button kind="primary" onClick={model.mapColumns}>Map Columns…</Button>}
        <Button kind={view?.stopped || view?.canMap ? 'secondary' : 'primary'} onClick={model.openText}>Open as text</Button>
        {!view?.stopped && <Button onClick={model.showReport}>Import report</Button>}
      </div>
    </main>
  );
}

function Listing(props: { model: ExportModel }) {
  const { model } = props;
  const view = model.view.value;
  if (!view) return null;
  const found = model.total.value;
  const more = [view.failing > 0 ? `${formatCount(view.failing)} failing` : null, view.warnings > 0 ? plural(view.warnings, 'warning') : null, view.why].filter(Boolean).join(' · ');
  return (
    <div class="export">
      <header class="head">
        <div class="titleRow">
          <h1 class="title cut" title={view.file}>{view.file.split('/').at(-1)}</h1>
          <span class="meta cut" title={more}>{plural(view.traces, 'trace')}{more === '' ? '' : ` · ${more}`}</span>
          <span class="grow" />
          <button type="button" class="quietButton" onClick={model.showReport}><Icon name="checklist" />Import report</button>
          <button type="button" class="quietButton" onClick={model.openText}><Icon name="go-to-file" />Open as text</button>
        </div>
        {view.stopped && <Notice kind="warning">The import was stopped: the file may hold more traces. <button type="button" class="linkButton" onClick={() => void model.open()}>Read the rest</button></Notice>}
      </header>
      <main class="exportMain">
        <div class="bar exportBar">
          <label class="find">
            <Icon name="search" small />
            <input type="search" aria-label="Find traces by words of their texts" placeholder="Find in these traces" value={model.text.value} onInput={(event) => model.find(event.currentTarget.value)} />
          </label>
          <span class="dim" role="status">{model.isFiltered.value ? `${formatCount(found)} of ${formatCount(view.traces)} hold it` : ''}</span>
        </div>
        {model.isFiltered.value && found === 0 ? <p class="empty">No trace of this file holds these words. <button type="button" class="linkButton" onClick={() => model.find('')}>Show all</button></p> : <TraceRows model={model} />}
      </main>
    </div>
  );
}
