import { formatCount, plural } from '../../src/core/display/numbers.ts';
import { ErrorState } from '../shared/ErrorState.tsx';
import { Icon } from '../shared/Icon.tsx';
import { KeyCap } from '../shared/KeyCap.tsx';
import { LiveRegion } from '../shared/LiveRegion.tsx';
import { Notice } from '../shared/Notice.tsx';
import { surroundingsOf } from '../surroundings.ts';
import { act } from './actions.ts';
import { CompareKeySheet } from './CompareKeySheet.tsx';
import { compareKeys, withKey } from './keys.ts';
import { Deltas } from './Deltas.tsx';
import type { CompareModel } from './model.ts';
import { PairDetails } from './PairDetails.tsx';
import { Pairs } from './Pairs.tsx';
import { SideHeads } from './SideHeads.tsx';
import { useKeys } from '../shared/useKeys.ts';

/** Two runs side by side: what they have in common, where they part, and what differs in each pair of steps. */
export function ComparePage(props: { model: CompareModel }) {
  const { model } = props;
  const status = model.status.value;
  useKeys((event) => handleKey(event, model), [model]);
  return (
    <>
      {model.comparison.value && <Reader model={model} />}
      {status.kind === 'failed' && !model.comparison.value && (
        <main class="alone">
          <h1 class="srOnly">Comparison</h1>
          <ErrorState failure={status.failure} what="The runs cannot be compared." safe="Traces, labels and cases are kept." actions={[{ words: 'Try again', run: model.retry }]} />
        </main>
      )}
      <CompareKeySheet open={model.sheetOpen.value} onClose={() => (model.sheetOpen.value = false)} />
      <LiveRegion spoken={model.spoken} />
    </>
  );
}

function Reader(props: { model: CompareModel }) {
  const { model } = props;
  const comparison = model.comparison.value!;
  const status = model.status.value;
  const { same, changed, onlyA, onlyB } = model.counts.value;
  const differences = changed + onlyA + onlyB;
  return (
    <div class="compare">
      <header class="head">
        <h1 class="srOnly">Comparison of {comparison.a.title} and {comparison.b.title}</h1>
        <SideHeads model={model} comparison={comparison} />
        <Deltas a={comparison.a} b={comparison.b} />
        {status.kind === 'failed' && <Notice kind="error">The comparison could not be made again: {status.failure.message} <button type="button" class="linkButton" onClick={model.retry}>Try again</button></Notice>}
        {comparison.coarse !== null && <Notice kind="info">{comparison.coarse}</Notice>}
      </header>
      <main class="compareMain">
        <div class="bar compareBar">
          <div class="segments" role="group" aria-label="Pairs shown">
            <button type="button" class="segment" aria-pressed={!model.onlyDifferences.value} onClick={() => model.onlyDifferences.value && model.toggleDifferences()}>All {plural(model.pairs.value.length, 'pair')}</button>
            <button type="button" class="segment" aria-pressed={model.onlyDifferences.value} onClick={() => !model.onlyDifferences.value && model.toggleDifferences()}>{plural(differences, 'difference')}</button>
          </div>
          <span class="dim cut pairCounts">{formatCount(same)} same · {formatCount(changed)} changed · {formatCount(onlyA)} only in A · {formatCount(onlyB)} only in B</span>
          <span class="grow" />
          <button type="button" class="quietButton" onClick={() => model.difference(1)}><KeyCap text={compareKeys.hintOf('nextDifference')} /><span class="barWords">next difference</span></button>
          <button type="button" class="quietButton" onClick={model.swap}><KeyCap text={compareKeys.hintOf('swap')} /><span class="barWords">swap sides</span></button>
          <button type="button" class="iconButton" aria-label="Copy as Markdown" title={withKey('Copy as Markdown', 'copy')} onClick={model.copy}><Icon name="markdown" /></button>
          <button type="button" class="iconButton" aria-label="Keys" title={withKey('Keys', 'sheet')} onClick={() => (model.sheetOpen.value = true)}><Icon name="keyboard" /></button>
        </div>
        <Pairs model={model} comparison={comparison} />
        <PairDetails model={model} />
      </main>
    </div>
  );
}

function handleKey(event: KeyboardEvent, model: CompareModel): void {
  if (!model.comparison.peek()) return;
  const action = compareKeys.actionOf(event, surroundingsOf(event, { dialogOpen: model.sheetOpen.peek() }));
  if (action === undefined) return;
  // Text that scrolls keeps its arrows, and so do tabs.
  if (event.key.startsWith('Arrow') && event.target instanceof Element && event.target.closest('[role="tablist"], .pairBody')) return;
  event.preventDefault();
  act(model, action);
}
