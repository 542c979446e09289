import { formatCount, formatPercent, plural } from '../../src/core/display/numbers.ts';
import type { Coverage } from '../../src/core/model/coverage.ts';
import type { CoverageView } from '../../src/protocol/coveragePage.ts';
import { Button } from '../controls/Button.tsx';
import { ErrorState } from '../shared/ErrorState.tsx';
import { IconButton } from '../shared/IconButton.tsx';
import { LiveRegion } from '../shared/LiveRegion.tsx';
import { Notice } from '../shared/Notice.tsx';
import { ProgressLine } from '../shared/ProgressLine.tsx';
import { Tiles, type Tile } from '../shared/Tiles.tsx';
import { BackTestPart } from './BackTestPart.tsx';
import { Classes } from './Classes.tsx';
import { Duplicates, Stale } from './CaseLists.tsx';
import type { CoverageModel } from './model.ts';
import { GoldenSet } from './GoldenSet.tsx';
import { Slice } from './Slice.tsx';

export function CoveragePage(props: { model: CoverageModel }) {
  const { model } = props;
  const status = model.status.value;
  const view = model.view.value;
  return (
    <>
      {status.kind === 'loading' && <main class="alone"><h1 class="srOnly">Coverage</h1><ProgressLine active label="Reading cases, labels and traces" /></main>}
      {status.kind === 'failed' && <main class="alone"><h1 class="srOnly">Coverage</h1><ErrorState failure={status.failure} what="The coverage cannot be shown." safe="Cases and traces are as they were." actions={[{ words: 'Try again', run: model.retry }]} /></main>}
      {status.kind === 'open' && view && (isEmpty(view.coverage) ? <Nothing model={model} /> : <Whole model={model} view={view} />)}
      <LiveRegion spoken={model.spoken} />
    </>
  );
}

const isEmpty = ({ cases, traces, classes }: Coverage): boolean => cases.all + cases.broken === 0 && traces === 0 && classes.every(({ failures }) => failures === 0);

function Nothing(props: { model: CoverageModel }) {
  return (
    <main class="alone nothing">
      <h1 class="title">No case and no trace yet</h1>
      <p class="dim">This page holds what your cases guard against what your agent really does: failure classes without a case, tools and use cases that no case names, and how many of the failures you labelled your cases would have caught.</p>
      <div class="buttonRow"><Button kind="primary" onClick={props.model.importTraces}>Import Traces…</Button></div>
    </main>
  );
}

function Whole(props: { model: CoverageModel; view: CoverageView }) {
  const { model, view } = props;
  const { coverage } = view;
  return (
    <div class="report coverage">
      <Head model={model} view={view} />
      {model.notice.value && <Notice kind="error" onClose={() => (model.notice.value = null)}>{model.notice.value.message} {model.notice.value.hint}</Notice>}
      <main>
        {coverage.warnings.length > 0 && <Notice kind="warning">{coverage.warnings.slice(0, 3).join(' ')}{coverage.warnings.length > 3 ? ` And ${plural(coverage.warnings.length - 3, 'more warning')}.` : ''}</Notice>}
        <GoldenSet model={model} coverage={coverage} />
        <Classes model={model} coverage={coverage} />
        <BackTestPart model={model} backTest={coverage.backTest} />
        <Slice model={model} by="tool" title="Tools" slice={coverage.tools} traces={coverage.traces} />
        <Slice model={model} by="useCase" title="Use cases" slice={coverage.useCases} traces={coverage.traces} />
        <Slice model={model} by="tag" title="Tags" slice={coverage.tags} traces={coverage.traces} />
        <Slice model={model} by="role" title="Roles" slice={coverage.roles} traces={coverage.traces} />
        <Stale model={model} stale={coverage.stale} />
        <Duplicates model={model} duplicates={coverage.duplicates} />
      </main>
    </div>
  );
}

function Head(props: { model: CoverageModel; view: CoverageView }) {
  const { model, view } = props;
  return (
    <header class="head reportHead">
      <div class="titleRow">
        <h1 class="title cut">Coverage</h1>
        <span class="meta cut">{view.name}, {plural(view.coverage.traces, 'trace')}</span>
        <span class="grow" />
        <IconButton icon="new-file" label="Make Eval Case…" onClick={model.makeCase} />
        <IconButton icon="markdown" label="Copy as Markdown" onClick={model.copyMarkdown} />
      </div>
      <Tiles tiles={tilesOf(view.coverage)} />
    </header>
  );
}

function tilesOf({ cases, classes, backTest, stale, duplicates }: Coverage): readonly Tile[] {
  const failing = classes.filter(({ failures }) => failures > 0);
  const unguarded = failing.filter((each) => each.unguarded);
  const others = [[cases.drafts, 'draft'], [cases.quarantined, 'quarantined'], [cases.archived, 'archived'], [cases.broken, 'not well formed']] as const;
  return [
    { name: 'Active cases', value: formatCount(cases.active), more: others.flatMap(([count, words]) => (count > 0 ? [`${formatCount(count)} ${words}`] : [])).join(', ') },
    { name: 'Proven', value: cases.needProof === 0 ? 'n/a' : formatCount(cases.proven), more: cases.needProof === 0 ? 'no case names a failure' : `of ${formatCount(cases.needProof)}` },
    { name: 'Classes unguarded', value: failing.length === 0 ? 'n/a' : formatCount(unguarded.length), more: failing.length === 0 ? 'no labelled failure' : `of ${formatCount(failing.length)} with failures` },
    { name: 'Would have caught', value: backTest.share === null ? 'Not measured' : formatPercent(backTest.share), more: backTest.share === null ? '' : `${formatCount(backTest.caught)} of ${formatCount(backTest.failures)}` },
    { name: 'Stale', value: formatCount(stale.length), more: '' },
    { name: 'Ask the same', value: formatCount(duplicates.pairs.length + duplicates.more), more: '' },
  ];
}
