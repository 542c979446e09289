import { plural } from '../../src/core/display/numbers.ts';
import type { ComparedText } from '../../src/core/model/comparison.ts';
import { failureOf } from '../shared/failure.ts';
import { Icon } from '../shared/Icon.tsx';
import { Notice } from '../shared/Notice.tsx';
import { ProgressLine } from '../shared/ProgressLine.tsx';
import { tabs } from './model.ts';
import type { CompareModel, Tab } from './model.ts';
import { SideBySide } from './SideBySide.tsx';

const names: Readonly<Record<Tab, string>> = { step: 'Call and result', prompt: 'Prompt before it', raw: 'Raw' };

/** What the steps of the focused pair hold, line by line. */
export function PairDetails(props: { model: CompareModel }) {
  const { model } = props;
  const pair = model.pair.value;
  const details = model.details.value;
  const tab = model.tab.value;
  const title = !pair ? 'No pair' : pair.a && pair.b ? (pair.a.name === pair.b.name ? pair.a.name : `${pair.a.name} in A, ${pair.b.name} in B`) : pair.a ? `${pair.a.name}, not in B` : `${pair.b?.name ?? ''}, not in A`;
  const numbers = pair ? [pair.a && `${pair.a.n} of A`, pair.b && `${pair.b.n} of B`].filter(Boolean).join(', ') : '';
  const comparison = model.comparison.value;
  return (
    <section class="pairDetails" aria-label="Details of the pair">
      <div class="bar detailsBar">
        <span class="strong noWrap">Step {numbers}</span><span class="dim cut">{title}</span>
        <span class="grow" />
        {pair?.a && comparison?.a.trace && <button type="button" class="quietButton" onClick={() => model.openStep('a')}>Open in A</button>}
        {pair?.b && comparison?.b.trace && <button type="button" class="quietButton" onClick={() => model.openStep('b')}>Open in B</button>}
        <div class="tabs" role="tablist" aria-label="Details">
          {tabs.map((name) => {
            const count = details.kind === 'open' ? details.payload[name].filter(isChanged).length : 0;
            return (
              <button
                key={name} type="button" role="tab" class="tab" id={`tab-${name}`} aria-selected={tab === name} aria-controls="pair-body" tabIndex={tab === name ? 0 : -1} onClick={() => model.showTab(name)}
                onKeyDown={(event) => {
                  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
                  if (by === 0) return;
                  const next = tabs[(tabs.indexOf(name) + by + tabs.length) % tabs.length]!;
                  model.showTab(next);
                  document.getElementById(`tab-${next}`)?.focus();
                  event.preventDefault();
                }}
              >
                {names[name]}{name === 'prompt' && count > 0 && <span class="count">{count}</span>}
              </button>
            );
          })}
        </div>
      </div>
      <div class="pairBody" id="pair-body" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
        {details.kind === 'loading' && <ProgressLine active label="Reading the steps" />}
        {details.kind === 'failed' && <Notice kind="error">{failureOf(details.failure).message}</Notice>}
        {details.kind === 'open' && <Texts key={`${model.cursor.value} ${tab}`} texts={details.payload[tab]} tab={tab} model={model} />}
        {details.kind === 'open' && details.payload.cut.map((sentence) => <p key={sentence} class="cutLine">{sentence}</p>)}
      </div>
    </section>
  );
}

const isChanged = ({ a, b }: ComparedText): boolean => a !== b;

function Texts(props: { texts: readonly ComparedText[]; tab: Tab; model: CompareModel }) {
  const { texts, tab, model } = props;
  const changed = texts.filter(isChanged);
  const same = texts.filter((text) => !isChanged(text));
  if (texts.length === 0) return <p class="empty">{tab === 'prompt' ? 'No prompt is recorded before these steps.' : 'Neither step records anything here.'}</p>;
  return (
    <>
      {changed.map((text) => <SideBySide key={text.title} text={text} onCopy={model.copyText} />)}
      {same.length > 0 && (
        <details class="sameTexts" open={changed.length === 0 && tab !== 'prompt'}>
          <summary><Icon name="check" small />{tab === 'prompt' ? `${plural(same.length, 'message')} the same` : `${same.map(({ title }) => title).join(', ')} the same`}</summary>
          {same.map((text) => <SideBySide key={text.title} text={text} onCopy={model.copyText} />)}
        </details>
      )}
    </>
  );
}
