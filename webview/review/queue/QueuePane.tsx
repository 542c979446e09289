import { useLayoutEffect } from 'preact/hooks';
import { ErrorState } from '../../shared/ErrorState.tsx';
import { Notice } from '../../shared/Notice.tsx';
import { ProgressLine } from '../../shared/ProgressLine.tsx';
import { useMedia } from '../../shared/useMedia.ts';
import { TabNothing } from '../TabNothing.tsx';
import { Foot } from './Foot.tsx';
import type { Pane, QueueModel } from './model.ts';
import { QueueList } from './QueueList.tsx';
import { Rail } from './Rail.tsx';
import { TracePane } from './TracePane.tsx';

/** A queue, the trace in focus, and what is said of it. */
export function QueuePane(props: { model: QueueModel }) {
  const { model } = props;
  const status = model.status.value;
  const narrow = useMedia('(max-width: 699px)');
  // The list gives its place to the trace, beside which the label stays.
  const middling = useMedia('(min-width: 700px) and (max-width: 899px)');
  useLayoutEffect(() => {
    if (middling && model.pane.peek() === 'list') model.pane.value = 'trace';
  }, [middling]);
  if (status.kind === 'failed') return <ErrorState failure={status.failure} what="The queue cannot be read." safe="Labels and cases are kept." actions={[{ words: 'Try again', run: model.retry }]} />;
  const view = model.view.value;
  if (!view) return <ProgressLine active label="Reading the queue" />;
  if (view.empty) return <TabNothing title="Nothing to review yet" actions={[{ words: 'Import Traces…', run: model.page.importTraces }]}>Import traces, and go through them here one after the other: read, judge, say what was first wrong, by keyboard alone. Labels are lines in casebook/labels/, to be committed with your code.</TabNothing>;
  const shown = (pane: Pane) => (narrow ? model.pane.value === pane : !middling || pane === 'label' || (model.pane.value === 'list') === (pane === 'list'));
  const lost = model.lost.value;
  return (
    <div class="queueTab">
      {lost && (
        <Notice kind="error" onClose={() => (model.lost.value = null)}>
          Not saved: a label of “{lost.title}”. {lost.failure.message} {lost.failure.hint} <button type="button" class="linkButton" onClick={model.backToLost}>Back to the trace</button>
        </Notice>
      )}
      {(narrow || middling) && <PaneSwitch model={model} panes={narrow ? paneWords : paneWords.slice(0, 2)} />}
      <div class="queueGrid">
        {shown('list') && <QueueList model={model} view={view} />}
        {shown('trace') && <TracePane model={model} />}
        {shown('label') && <Rail model={model} />}
      </div>
      <Foot model={model} />
    </div>
  );
}

const paneWords: readonly { readonly pane: Pane; readonly words: string }[] = [{ pane: 'list', words: 'Queue' }, { pane: 'trace', words: 'Trace' }, { pane: 'label', words: 'Label' }];

/** Where there is room for one part. */
function PaneSwitch(props: { model: QueueModel; panes: typeof paneWords }) {
  const { pane: now } = props.model;
  // Where the label has a place of its own, the trace is beside it.
  const chosen = props.panes.some(({ pane }) => pane === now.value) ? now.value : 'trace';
  return (
    <div class="paneSwitch" role="group" aria-label="Part of the page">
      <span class="segments">{props.panes.map(({ pane, words }) => <button key={pane} type="button" class="segment" aria-pressed={chosen === pane} onClick={() => (now.value = pane)}>{words}</button>)}</span>
    </div>
  );
}
