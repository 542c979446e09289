import { useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { cutWords, keysOf } from '../../../src/core/display/cutWords.ts';
import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { StepDetail } from '../../../src/core/model/trajectory.ts';
import { ErrorState } from '../../shared/ErrorState.tsx';
import { Notice } from '../../shared/Notice.tsx';
import { PayloadContext } from '../../shared/payload.ts';
import type { Payload } from '../../shared/payload.ts';
import { ProgressLine } from '../../shared/ProgressLine.tsx';
import type { TrajectoryModel } from '../model.ts';
import type { Tab } from '../viewState.ts';
import { CallTab } from './CallTab.tsx';
import { DetailBar } from './DetailBar.tsx';
import { DocumentsTab } from './DocumentsTab.tsx';
import { PromptChangesTab } from './PromptChangesTab.tsx';
import { RawTab } from './RawTab.tsx';
import { Tabs } from './Tabs.tsx';
import { ThreadTab } from './ThreadTab.tsx';
import { usePlace } from './usePlace.ts';
import { changeCount, usePromptChanges } from './usePromptChanges.ts';
import { useSought } from './useSought.ts';
import { useFound } from '../find/useFound.ts';
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
  const tab = navigation.tab.value;
  const prompt = usePromptChanges(model, step?.n ?? null, tab === 'prompt');
  const [, redraw] = useReducer((count: number, _: null) => count + 1, 0);
  const panel = useRef<HTMLDivElement>(null);
  const payload = useMemo((): Payload | null => shown === undefined || shown.partial ? null : {
    cuts: shown.cuts,
    open: (path, title) => model.openText(shown, path, title),
    copyWhole: (path, what) => model.copyText(shown, path, what),
  }, [shown]);
  usePlace(panel, `${model.generation.value} ${shown?.n} ${tab}`, tab === 'thread');
  useSought(panel, shown?.n, `${tab} ${model.generation.value}`);
  useFound(panel, shown?.n, `${tab} ${model.generation.value}`, model.find.marks.value);
  if (!step) return <p class="empty">No step is chosen.</p>;

  const { detail } = own;
  const error = shown ? (navigation.byNumber.value.get(shown.n)?.error ?? null) : null;
  return (
    <>
      <DetailBar model={model} step={step} detail={detail} />
      <Tabs
        chosen={tab}
        counts={{ thread: shown && threadLength(shown), call: shown?.calls.length, prompt: prompt.changes && changeCount(prompt.changes), documents: shown?.documents.length, raw: shown && Object.keys(shown.span.attributes).length }}
        onChoose={(next) => (navigation.tab.value = next)}
      />
      <div class="tabPanel" ref={panel} role="tabpanel" id="panel" aria-labelledby={`tab-${tab}`} aria-busy={!fresh} tabIndex={0}>
        <ProgressLine active={own.late || shown?.partial === true} label={`Reading step ${step.n}`} />
        {own.failure && (
          <ErrorState
            failure={own.failure}
            what={`Step ${step.n} cannot be read.`}
            safe="The other steps, labels and cases are not touched."
            actions={[{ words: 'Try again', run: () => model.generation.value++ }]}
          />
        )}
        <PayloadContext.Provider value={payload}>
          {shown && <Cuts key={`${shown.n} ${tab}`} detail={shown} tab={tab} open={payload?.open} />}
          {shown && tab === 'thread' && <ThreadTab key={`${shown.n}${shown.partial ? ' partial' : ''}`} model={model} thread={shown.thread} n={shown.n} error={error} onMore={shown.long || shown.partial ? undefined : () => void model.lengthen(shown.n).then(() => redraw(null))} />}
          {shown && tab === 'call' && <CallTab key={shown.n} model={model} detail={shown} error={error} />}
          {shown && tab === 'prompt' && <PromptChangesTab model={model} n={shown.n} state={prompt} />}
          {shown && tab === 'documents' && <DocumentsTab key={shown.n} model={model} detail={shown} />}
          {shown && tab === 'raw' && <RawTab key={shown.n} model={model} detail={shown} />}
        </PayloadContext.Provider>
      </div>
    </>
  );
}

function threadLength({ thread }: StepDetail): number {
  return (thread?.items.length ?? 0) + (thread?.leftOut?.count ?? 0);
}

/** Where the payloads stand that a tab shows. */
const shownBy: Readonly<Partial<Record<Tab, string>>> = { thread: 'thread', call: 'calls', documents: 'documents', raw: 'span' };

/** Told at first; a step may hold thousands. */
const mostCuts = 3;

/** That payloads were too long for a page, what of each is here, and a way to the whole. */
function Cuts(props: { detail: StepDetail; tab: Tab; open: Payload['open'] | undefined }) {
  const { detail, open } = props;
  const [all, setAll] = useState(false);
  const place = shownBy[props.tab];
  const cuts = detail.cuts.filter(({ path }) => place !== undefined && path.startsWith(place));
  if (cuts.length === 0) return null;
  return (
    <Notice kind="info">
      {cuts.slice(0, all ? 50 : mostCuts).map((cut) => {
        const what = cutWords(detail, cut.path);
        return (
          <div key={cut.path}>
            The first {formatCount(cut.shown)} of {formatCount(cut.whole)} characters of {visibleText(what)} are shown. {open && <button type="button" class="linkButton" onClick={() => open(keysOf(detail, cut.path), `${what}.txt`)}>Open all in editor</button>}
          </div>
        );
      })}
      {!all && cuts.length > mostCuts && <div><button type="button" class="linkButton" onClick={() => setAll(true)}>{plural(cuts.length - mostCuts, 'more text')} cut</button></div>}
      {all && cuts.length > 50 && <div>{formatCount(cuts.length - 50)} more are cut. The Raw tab leads to the record in its file.</div>}
    </Notice>
  );
}
