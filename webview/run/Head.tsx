import { formatCount } from '../../src/core/display/numbers.ts';
import type { Mark } from '../../src/core/display/outcome.ts';
import type { ComparedBaseline, RunVerdict, RunView } from '../../src/core/model/runView.ts';
import { Icon } from '../shared/Icon.tsx';
import { MarkIcon } from '../shared/MarkIcon.tsx';
import { Notice } from '../shared/Notice.tsx';
import { Tiles, type Tile } from '../shared/Tiles.tsx';
import { withKey } from './keys.ts';
import type { RunModel } from './model.ts';
import { baselineWords, comparedWords, metaOf, unfinishedWords } from './words.ts';

const verdictMarks: Readonly<Record<RunVerdict['kind'], Mark>> = { failed: 'fail', broken: 'failed', passed: 'pass', undecided: 'unlabelled' };

/** The verdict first, then what changed, then the figures. */
export function Head(props: { model: RunModel; run: RunView }) {
  const { model, run } = props;
  const { header, verdict, before, baselines } = run;
  const unfinished = unfinishedWords(run);
  return (
    <header class="head runHead">
      <div class="titleRow">
        <h1 class={`verdict ${verdict.kind}`}><MarkIcon mark={verdictMarks[verdict.kind]} quiet />{verdict.sentence}</h1>
        <span class="runButtons">
          {header.counts.fail + header.counts.error > 0 && <button type="button" class="quietButton" onClick={model.runFailedAgain}><Icon name="debug-rerun" small />Run failed again</button>}
          <button type="button" class="quietButton" onClick={model.chooseRun}><Icon name="history" small />Other runs…</button>
          <button type="button" class="iconButton" aria-label="Copy the run as Markdown" title="Copy the run as Markdown" onClick={model.copyRun}><Icon name="markdown" /></button>
          <button type="button" class="iconButton" aria-label="Keys" title={withKey('Keys', 'sheet')} onClick={() => (model.sheetOpen.value = true)}><Icon name="keyboard" /></button>
        </span>
      </div>
      <p class="runLine dim">{metaOf(run)}</p>
      <p class="runLine" title={before ? 'n: cases that both runs measured. p: how likely a difference like this is where nothing has changed.' : undefined}>{before ? comparedWords(before) : 'There is no earlier run of these cases against the same target to compare it with.'}</p>
      {baselines.map((each) => <Baseline key={each.file} model={model} baseline={each} />)}
      {unfinished !== null && <Notice kind="warning">{unfinished}{run.canResume && model.ranAgain.value?.kind !== 'running' && <> <button type="button" class="linkButton" onClick={() => void model.resume()}>Resume run</button></>}</Notice>}
      {run.brokenLines > 0 && <Notice kind="warning">{formatCount(run.brokenLines)} {run.brokenLines === 1 ? 'line' : 'lines'} of its results cannot be read and {run.brokenLines === 1 ? 'is' : 'are'} left out: the run was stopped while it wrote, or the file was changed.</Notice>}
      <RanAgain model={model} />
      {model.notice.value && <Notice kind="error" onClose={() => (model.notice.value = null)}>{model.notice.value.message} {model.notice.value.hint}</Notice>}
      <Tiles tiles={tilesOf(run)} />
    </header>
  );
}

const mostNamed = 5;

/** What changed since a committed baseline, by name: each leads to its case. */
function Baseline(props: { model: RunModel; baseline: ComparedBaseline }) {
  const { model, baseline } = props;
  const changes = [{ words: 'newly failing', names: baseline.newlyFailing }, { words: 'newly fixed', names: baseline.newlyFixed }].filter(({ names }) => names.length > 0);
  return (
    <p class="runLine">
      {baselineWords(baseline)}{changes.length === 0 && 'nothing newly fails, nothing was fixed'}
      {changes.map(({ words, names }, at) => (
        <span key={words}>{at > 0 && '; '}{formatCount(names.length)} {words} ({names.slice(0, mostNamed).map((caseId, nth) => <span key={caseId}>{nth > 0 && ', '}<button type="button" class="linkButton" onClick={() => model.goToCase(caseId)}>{caseId}</button></span>)}{names.length > mostNamed && ` and ${formatCount(names.length - mostNamed)} more`})</span>
      ))}
    </p>
  );
}

function RanAgain(props: { model: RunModel }) {
  const { model } = props;
  const again = model.ranAgain.value;
  if (!again) return null;
  const close = () => (model.ranAgain.value = null);
  if (again.kind === 'running') return <Notice kind="info">Running…</Notice>;
  const { run, sentence } = again;
  return <Notice kind="info" onClose={close}>{sentence}. {run !== null && <button type="button" class="linkButton" onClick={() => model.showRun(run)}>Show that run</button>}</Notice>;
}

function tilesOf({ header: { counts, undecided }, before, rows, trials }: RunView): readonly Tile[] {
  const changed = (count: number, words: string): string => (before && count > 0 ? `${formatCount(count)} ${words}` : '');
  const failingAside = rows.filter(({ group, outcome }) => group === 'undecided' && outcome === 'fail').length;
  return [
    { name: 'Fail', value: formatCount(counts.fail), more: changed(before?.comparison.newlyFailing.length ?? 0, 'newly') },
    { name: 'Error', value: formatCount(counts.error), more: '' },
    { name: 'Pass', value: formatCount(counts.pass), more: changed(before?.comparison.newlyFixed.length ?? 0, 'newly') },
    { name: 'n/a', value: formatCount(counts['n/a']), more: '' },
    { name: 'Deciding nothing', value: formatCount(undecided), more: failingAside > 0 ? `${formatCount(failingAside)} of them ${failingAside === 1 ? 'fails' : 'fail'}` : '' },
    { name: 'Trials', value: formatCount(trials.all), more: trials.cached > 0 ? `${formatCount(trials.cached)} from the cache` : '' },
  ];
}
