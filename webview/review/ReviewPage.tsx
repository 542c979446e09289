import { formatCount } from '../../src/core/display/numbers.ts';
import { hintFor } from '../../src/core/display/pageKeys.ts';
import { Badge } from '../controls/Badge.tsx';
import { ErrorState } from '../shared/ErrorState.tsx';
import { Icon } from '../shared/Icon.tsx';
import { Sheet } from '../shared/KeySheet.tsx';
import { LiveRegion } from '../shared/LiveRegion.tsx';
import { Notice } from '../shared/Notice.tsx';
import { Waiting } from '../shared/Waiting.tsx';
import { keysOf } from './keys.ts';
import type { ReviewPageModel } from './model.ts';
import { handleKey } from './pageKeys.ts';
import { useKeys } from '../shared/useKeys.ts';

/** Traces to review, and what the labels say, in tabs. */
export function ReviewPage(props: { model: ReviewPageModel }) {
  const { model } = props;
  const status = model.status.value;
  useKeys((event) => handleKey(event, model), [model]);
  return (
    <>
      {status.kind === 'loading' && <Waiting title="Review" words="Reading the labels" />}
      {status.kind === 'failed' && <main class="alone"><h1 class="srOnly">Review</h1><ErrorState failure={status.failure} what="The review cannot be shown." safe="Labels and cases are kept." actions={[{ words: 'Try again', run: model.retry }]} /></main>}
      {status.kind === 'open' && <Whole model={model} />}
      <KeySheet model={model} />
      <LiveRegion spoken={model.spoken} />
    </>
  );
}

function Whole(props: { model: ReviewPageModel }) {
  const { model } = props;
  const shown = model.shown();
  const notice = model.notice.value;
  return (
    <div class="review">
      <header class="reviewHead">
        <h1 class="srOnly">Review</h1>
        <Tabs model={model} />
        <div class="reviewAside">
          {shown.aside?.()}
          {model.reviewer.value !== null && <span class="reviewer" title={`Labels are written as ${model.reviewer.value}`}><Icon name="account" /><span class="cut">{model.reviewer.value}</span></span>}
        </div>
      </header>
      {notice && <Notice kind="error" onClose={() => (model.notice.value = null)}>{notice.message}{notice.hint === undefined ? '' : ` ${notice.hint}`}</Notice>}
      <main class="reviewMain"><div class="reviewTab" id="review-tab" role="tabpanel" aria-labelledby={`tab-${model.tab.value}`} key={model.tab.value}>{shown.view()}</div></main>
    </div>
  );
}

function Tabs(props: { model: ReviewPageModel }) {
  const { model } = props;
  const move = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    model.step(by);
    requestAnimationFrame(() => document.getElementById(`tab-${model.tab.peek()}`)?.focus());
  };
  return (
    <div class="reviewTabs" role="tablist" aria-label="Review" onKeyDown={move}>
      {model.tabs.map(({ id, title }) => {
        const chosen = model.tab.value === id;
        const count = model.badgeOf(id);
        return (
          <button key={id} type="button" role="tab" id={`tab-${id}`} class="reviewTabButton" aria-selected={chosen} aria-controls="review-tab" tabIndex={chosen ? 0 : -1} onClick={() => model.goTo(id)}>
            {title}{count !== undefined && count > 0 && <> <Badge count={count} /><span class="srOnly">{formatCount(count)}</span></>}
          </button>
        );
      })}
    </div>
  );
}

const groupTitles = { Label: 'Label', Move: 'Move', Trace: 'Trace', Compare: 'Compare', Page: 'Page' } as const;

function KeySheet(props: { model: ReviewPageModel }) {
  const { model } = props;
  const keys = keysOf(model.tab.value);
  const bound = keys.bound();
  const groups = (['Label', 'Move', 'Trace', 'Page'] as const)
    .map((group) => ({ title: groupTitles[group], lines: bound.filter((each) => each.group === group && each.keys.length > 0).map(({ keys: hints, words }) => ({ hint: hints.length > 4 ? hintFor(hints, keys.onMac) : hints.map((key) => hintFor([key], keys.onMac)).join(' '), words })) }))
    .filter(({ lines }) => lines.length > 0);
  return <Sheet open={model.sheetOpen.value} onClose={() => (model.sheetOpen.value = false)} groups={groups} />;
}
