import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatCost } from '../../../src/core/display/numbers.ts';
import { formatDate, formatDuration } from '../../../src/core/display/time.ts';
import { oneLine, plainPreview } from '../../../src/core/display/truncate.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { TraceSummary } from '../../../src/core/model/trajectory.ts';
import { SelectionButton } from '../../label/SelectionButton.tsx';
import { ErrorState } from '../../shared/ErrorState.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { ProgressLine } from '../../shared/ProgressLine.tsx';
import { Details } from '../../trajectory/details/Details.tsx';
import { MadeCase } from '../../trajectory/MadeCase.tsx';
import { StepTree } from '../../trajectory/tree/StepTree.tsx';
import { keysOf } from '../keys.ts';
import { Answered, Asked, UserSaid } from './Messages.tsx';
import type { QueueModel } from './model.ts';
import type { OpenTrace } from './openTraces.ts';
import { SignalChips } from './SignalChips.tsx';

const keys = keysOf('queue');
/** More of them scroll among themselves. */
const mostRows = 14;

/** The trace in focus: what was asked, what the agent did, what it answered, and the step in focus. */
export function TracePane(props: { model: QueueModel }) {
  const { model } = props;
  const trace = model.current.value;
  if (!trace) {
    return (
      <section class="tracePane" aria-label="Trace">
        {model.cursor.value === null ? <p class="empty">No trace is chosen.</p> : <Late />}
      </section>
    );
  }
  const status = trace.model.status.value;
  if (status.kind === 'failed' && !trace.model.skeleton.value) {
    return (
      <section class="tracePane" aria-label="Trace">
        <ErrorState failure={status.failure} what="The trace cannot be shown." safe="Labels and cases are kept." actions={[{ words: 'Try again', run: model.retryTrace }, { words: 'Next trace', run: () => model.move(1) }]} />
      </section>
    );
  }
  if (!trace.model.skeleton.value) return <section class="tracePane" aria-label="Trace"><Late /></section>;
  return <Read key={trace.id} model={model} trace={trace} />;
}

/** Nothing for 200 ms, then a line. */
function Late() {
  const [late, setLate] = useState(false);
  useLayoutEffect(() => {
    const timer = setTimeout(() => setLate(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return late ? <ProgressLine active label="Reading the trace" /> : null;
}

/** As the list of the queue calls it. */
function titleOf({ query, name, nativeId }: TraceSummary): string {
  return query !== null && query.trim() !== '' ? query : (name ?? nativeId);
}

function metaOf({ agent, app, startUs, latencyMs, costUsd }: TraceSummary): string {
  return [agent ?? app, startUs === null ? null : formatDate(startUs), latencyMs === null ? null : formatDuration(latencyMs), costUsd === null ? null : formatCost(costUsd)].filter((part) => part !== null).join(' · ');
}

function Read(props: { model: QueueModel; trace: OpenTrace }) {
  const { model, trace } = props;
  const reader = trace.model;
  const { summary } = reader.skeleton.value!;
  const title = visibleText(oneLine(plainPreview(titleOf(summary)), 200));
  const read = useRef<HTMLDivElement>(null);
  const row = model.rows.at(model.cursorIndex.value);

  // What is pressed from the next frame on is meant for what is seen.
  useLayoutEffect(() => {
    const frame = requestAnimationFrame(() => (model.seen.value = trace.id));
    return () => cancelAnimationFrame(frame);
  }, [trace]);
  useLayoutEffect(() => {
    const onSelection = () => reader.answer.read();
    document.addEventListener('selectionchange', onSelection);
    return () => document.removeEventListener('selectionchange', onSelection);
  }, [reader]);

  return (
    <section class="tracePane" aria-label="Trace" aria-busy={model.seen.value !== trace.id || model.cursor.value !== trace.id}>
      <header class="traceHead">
        <h2 class="title cut" title={title}>{title}</h2>
        <span class="dim cut traceMeta" title={metaOf(summary)}>{metaOf(summary)}</span>
        <button type="button" class="linkButton" aria-keyshortcuts={keys.shortcutOf('open')} onClick={model.openInReader}><Icon name="link-external" small />Open in reader<KeyCap text={keys.hintOf('open')} /></button>
      </header>
      <MadeCase model={reader} />
      <SignalChips model={reader} expected={row?.id === trace.id ? (row.signals ?? 0) : 0} />
      <div class="traceRead" ref={read}>
        <Asked model={reader} summary={summary} />
        <div class="traceSteps treePane" style={{ '--rows': `${Math.min(mostRows, reader.navigation.rows.value.rows.length)}`, '--foot': reader.navigation.rows.value.hidden > 0 ? '34px' : undefined }}><StepTree model={reader} /></div>
        <Answered model={reader} summary={summary} />
        <UserSaid model={reader} summary={summary} />
      </div>
      <section class="traceDetails detailPane" aria-label="Details of the step"><Details model={reader} /></section>
      <SelectionButton model={reader} />
    </section>
  );
}
