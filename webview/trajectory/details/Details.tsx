import { useRef } from 'preact/hooks';
import { formatCount } from '../../../src/core/display/numbers.ts';
import type { StepDetail } from '../../../src/core/model/trajectory.ts';
import { ErrorState } from '../../shared/ErrorState.tsx';
import { Notice } from '../../shared/Notice.tsx';
import { ProgressLine } from '../../shared/ProgressLine.tsx';
import type { TrajectoryModel } from '../model.ts';
import { CallTab } from './CallTab.tsx';
import { DetailBar } from './DetailBar.tsx';
import { DocumentsTab } from './DocumentsTab.tsx';
import { RawTab } from './RawTab.tsx';
import { Tabs } from './Tabs.tsx';
import { ThreadTab } from './ThreadTab.tsx';
import { useStep } from './useStep.ts';

/** Everything about the focused step. Its payload is fetched when the focus rests on it. */
export function Details(props: { model: TrajectoryModel }) {
  const { model } = props;
  const { navigation } = model;
  const step = navigation.selectedStep.value;
  const own = useStep(model.loader, step?.n ?? null, model.generation.value);
  // What was shown stays until the next is there, unless that takes so long that it would mislead.
  const previous = useRef<StepDetail>(undefined);
  if (own.detail) previous.current = own.detail;
  const fresh = previous.current === own.detail;
  const shown = fresh || !(own.late || own.failure) ? previous.current : undefined;
  if (!step) return <p class="empty">No step is chosen.</p>;

  const tab = navigation.tab.value;
  const { detail } = own;
  const error = shown ? (navigation.byNumber.value.get(shown.n)?.error ?? null) : null;
  return (
    <>
      <DetailBar model={model} step={step} detail={detail} />
      <Tabs
        chosen={tab}
        counts={{ thread: shown && threadLength(shown), call: shown?.calls.length, documents: shown?.documents.length, raw: shown && Object.keys(shown.span.attributes).length }}
        onChoose={(next) => (navigation.tab.value = next)}
      />
      <div class="tabPanel" role="tabpanel" id="panel" aria-labelledby={`tab-${tab}`} aria-busy={!fresh} tabIndex={0}>
        <ProgressLine active={own.late} label={`Reading step ${step.n}`} />
        {own.failure && (
          <ErrorState
            failure={own.failure}
            what={`Step ${step.n} cannot be read.`}
            safe="The other steps, labels and cases are not touched."
            actions={[{ words: 'Try again', run: () => model.generation.value++ }]}
          />
        )}
        {shown && <Cuts model={model} detail={shown} />}
        {shown && tab === 'thread' && <ThreadTab key={shown.n} model={model} thread={shown.thread} n={shown.n} error={error} />}
        {shown && tab === 'call' && <CallTab key={shown.n} model={model} detail={shown} error={error} />}
        {shown && tab === 'documents' && <DocumentsTab key={shown.n} model={model} detail={shown} />}
        {shown && tab === 'raw' && <RawTab key={shown.n} model={model} detail={shown} />}
      </div>
    </>
  );
}

function threadLength({ thread }: StepDetail): number {
  return (thread?.items.length ?? 0) + (thread?.leftOut?.count ?? 0);
}

/** Payloads that were too long for a page, with their whole size and the way to the rest. */
function Cuts(props: { model: TrajectoryModel; detail: StepDetail }) {
  const { cuts, n } = props.detail;
  if (cuts.length === 0) return null;
  return (
    <Notice kind="info">
      {cuts.slice(0, 3).map((cut) => <div key={cut.path}>The first {formatCount(cut.shown)} of {formatCount(cut.whole)} characters of <span class="mono">{cut.path}</span> are shown.</div>)}
      {cuts.length > 3 && <div>{formatCount(cuts.length - 3)} more payloads are cut.</div>}
      <button type="button" class="linkButton" onClick={() => props.model.revealSource(n)}>Open in editor</button>
    </Notice>
  );
}
