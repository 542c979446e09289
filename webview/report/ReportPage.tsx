import { Button } from '../controls/Button.tsx';
import { ErrorState } from '../shared/ErrorState.tsx';
import { LiveRegion } from '../shared/LiveRegion.tsx';
import { Notice } from '../shared/Notice.tsx';
import { FileBar } from './FileBar.tsx';
import { FileSection } from './FileSection.tsx';
import { Head } from './Head.tsx';
import type { ReportModel } from './model.ts';

export function ReportPage(props: { model: ReportModel }) {
  const { model } = props;
  const status = model.status.value;
  const view = model.view.value;
  return (
    <>
      {status.kind === 'failed' && <main class="alone"><h1 class="srOnly">Import report</h1><ErrorState failure={status.failure} what="The import report cannot be shown." safe="What was imported is kept." actions={[{ words: 'Try again', run: model.retry }]} /></main>}
      {status.kind === 'none' && <Nothing model={model} />}
      {status.kind === 'open' && view && (
        <div class="report">
          <Head model={model} view={view} />
          {model.notice.value && <Notice kind="error" onClose={() => (model.notice.value = null)}>{model.notice.value.message} {model.notice.value.hint}</Notice>}
          <Files model={model} />
        </div>
      )}
      <LiveRegion spoken={model.spoken} />
    </>
  );
}

function Nothing(props: { model: ReportModel }) {
  return (
    <main class="alone nothing">
      <h1 class="title">No import in this window yet</h1>
      <p class="dim">After an import, this page says per file what was recognised and why, what is missing, and which line a warning is about.</p>
      <div class="buttonRow"><Button kind="primary" onClick={props.model.importMore}>Import Traces…</Button></div>
    </main>
  );
}

function Files(props: { model: ReportModel }) {
  const { model } = props;
  const shown = model.shown.value;
  const drawn = shown.slice(0, model.most.value);
  const left = shown.length - drawn.length;
  return (
    <main class="reportFiles">
      {model.files.value.length > 1 && <FileBar model={model} />}
      {model.files.value.length === 0 && <p class="empty">The import met no file that could be a trace export.</p>}
      {model.files.value.length > 0 && shown.length === 0 && <p class="empty">No file matches. <button type="button" class="linkButton" onClick={() => { model.choose('all'); model.find(''); }}>Show all files</button></p>}
      <ul>{drawn.map((each) => <FileSection key={each.number} model={model} {...each} />)}</ul>
      {left > 0 && <div class="moreFiles"><Button onClick={model.showMore}>{`Show more of ${left} files`}</Button></div>}
    </main>
  );
}
