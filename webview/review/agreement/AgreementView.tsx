import { agreementWords } from '../../../src/core/display/agreementWords.ts';
import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import { biasReason, coverageWords } from '../../../src/core/display/sampleWords.ts';
import { ErrorState } from '../../shared/ErrorState.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { Notice } from '../../shared/Notice.tsx';
import { firstHint, keysOf } from '../keys.ts';
import { TabNothing } from '../TabNothing.tsx';
import { DisagreementItem } from './DisagreementItem.tsx';
import type { AgreementModel } from './model.ts';
import { Pairs } from './Pairs.tsx';

/** How far reviewers agree, and what is to be decided between them. */
export function AgreementView(props: { model: AgreementModel }) {
  const { model } = props;
  const failure = model.failure.value;
  const read = model.view.value;
  if (failure) return <ErrorState failure={failure} what="The agreement cannot be shown." safe="Labels are kept." actions={[{ words: 'Try again', run: () => void model.refresh() }]} />;
  if (read === null) return <p class="empty">Reading the labels</p>;
  const { agreement } = read;
  const { open, decided, pairs, shared, traces, strata, coverage, warnings } = agreement;
  if (pairs.length === 0 && open.length + decided.length === 0) {
    return <TabNothing title="Nobody to agree with yet" actions={[{ words: 'Go to the queue', run: () => model.page.goTo('queue') }]}>{agreementWords(agreement)} Labels of others come with Git: casebook/labels has one file a reviewer.</TabNothing>;
  }
  const keys = keysOf('agreement');
  const rows = model.rows();
  return (
    <div class="agreement">
      <header class="taxonomyBar">
        <p><strong>Agreement</strong> <span class="dim">{formatCount(shared)} of {plural(traces, 'labelled trace')} {shared === 1 ? 'has' : 'have'} pass or fail from two reviewers or more</span></p>
        {traces > 0 && <p class="dim small" title={`${formatCount(strata.random)} reviewed traces are of the random sample, ${formatCount(strata.enriched)} were chosen because something showed, of ${formatCount(strata.none)} it is neither or not recorded. Rates are computed from the random sample alone.`}>Of the random sample {coverageWords(coverage)}.{coverage.biased && <> <strong>Biased sample:</strong> {biasReason(coverage)}</>}</p>}
      </header>
      {warnings.map((warning) => <Notice key={warning} kind="warning">{warning}</Notice>)}
      <div class="agreementMain">
        {pairs.length > 0 && <Pairs agreement={agreement} />}
        <div class="disagreementsHead">
          <h2 class="strong">Disagreements</h2>
          <span class="chips" role="group" aria-label="Which">
            {(['open', 'decided'] as const).map((which) => <button key={which} type="button" class="chip" aria-pressed={model.list.value === which} onClick={() => model.show(which)}>{which === 'open' ? 'Open' : 'Decided'} <span class="dim number">{formatCount(agreement[which].length)}</span></button>)}
          </span>
        </div>
        {rows.length === 0 ? <p class="dim">{model.list.value === 'decided' ? 'None was decided yet.' : decided.length === 0 ? 'There is none: where two reviewers judged a trace, they say the same.' : 'All are decided.'}</p> : (
          <ul class="disagreements">{rows.map((each) => <DisagreementItem key={each.trace} model={model} of={each} />)}</ul>
        )}
      </div>
      <footer class="patternsFoot">
        <span class="keyHints dim">
          <span><KeyCap text={firstHint(keys, 'next')} /> <KeyCap text={firstHint(keys, 'previous')} /> move</span><span><KeyCap text={keys.hintOf('side')} /> side with a reviewer</span><span><KeyCap text={keys.hintOf('pass')} /> <KeyCap text={keys.hintOf('fail')} /> decide</span><span><KeyCap text={keys.hintOf('undo')} /> undo</span>
        </span>
        <span class="dim cut">{model.saving.value ? 'Saving' : (model.done.value ?? `A decision is written as ${model.page.reviewer.value ?? 'yours'}; labels stay as they are`)}</span>
      </footer>
    </div>
  );
}
