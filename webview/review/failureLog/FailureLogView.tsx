import { useRef } from 'preact/hooks';
import { blindSentence, columnWords, failuresMeaning, standingWords, totalWords } from '../../../src/core/display/failureWords.ts';
import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import { oneLine } from '../../../src/core/display/truncate.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { FailureTotal } from '../../../src/core/model/failureLog.ts';
import { ErrorState } from '../../shared/ErrorState.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { Menu } from '../../shared/Menu.tsx';
import { Notice } from '../../shared/Notice.tsx';
import { ProgressLine } from '../../shared/ProgressLine.tsx';
import { firstHint, keysOf } from '../keys.ts';
import { TabNothing } from '../TabNothing.tsx';
import { isEditable, wholeText } from './columns.ts';
import type { FailureLogModel } from './model.ts';
import { Rows, sortWords } from './Rows.tsx';

export function FailureLogView(props: { model: FailureLogModel }) {
  const { model } = props;
  const read = model.answer.value;
  const failure = model.failure.value;
  if (failure) return <ErrorState failure={failure} what="The failure log cannot be shown." safe="Labels and cases are kept." actions={[{ words: 'Try again', run: model.refresh }]} />;
  if (!read) return <ProgressLine active={model.loading.value} label="Reading the labels" />;
  if (read.all === 0) return <Nothing model={model} />;
  return (
    <div class="failureLog">
      <Bar model={model} />
      <ProgressLine active={model.loading.value} label="Reading the labels" />
      <Blind model={model} />
      {[...read.warnings, ...read.notes].map((sentence) => <Notice key={sentence} kind="warning">{sentence}</Notice>)}
      <Totals model={model} totals={read.totals} />
      {read.total === 0 ? <p class="empty">None of {plural(read.all, 'failure')} matches. <button type="button" class="linkButton" onClick={() => model.setFilter('')}>Show all</button></p> : <Rows model={model} />}
      <Foot model={model} />
    </div>
  );
}

/** What of others is left out of the log and all its numbers, or is not because it was asked for. */
function Blind(props: { model: FailureLogModel }) {
  const { model } = props;
  const { hidden } = model.answer.value!;
  const all = model.all.value;
  if (hidden === 0) return null;
  return <Notice kind="info">{blindSentence(hidden, all)} <button type="button" class="linkButton" onClick={() => model.showAll(!all)}>{all ? 'Hide them' : 'Show all'}</button></Notice>;
}

function Nothing(props: { model: FailureLogModel }) {
  const { model } = props;
  const { hidden } = model.answer.value!;
  if (hidden > 0) return (
    <TabNothing title="No failure that you reviewed" actions={[{ words: 'Review traces', run: () => model.page.goTo('queue') }, ...(model.all.value ? [] : [{ words: 'Show all', run: () => model.showAll(true) }]), { words: 'Import CSV…', run: () => void model.importFile() }]}>
      {blindSentence(hidden, model.all.value)}
    </TabNothing>
  );
  return (
    <TabNothing title="No failure yet" actions={[{ words: 'Review traces', run: () => model.page.goTo('queue') }, { words: 'Import CSV…', run: () => void model.importFile() }]}>
      Each trace that somebody labels as failed is a line here: what kind of failure, why, what mends it, who does, and which case guards it. A spreadsheet with columns such as Run ID, Failure Type, Root Cause and Fix can be imported.
    </TabNothing>
  );
}

function Bar(props: { model: FailureLogModel }) {
  const { model } = props;
  const { all, total, classes, guarded, notImported } = model.answer.value!;
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
  return (
    <header class="failureBar">
      <h2 class="strong">Failure log</h2>
      <span class="dim grow"><span title={failuresMeaning}>{total === all ? plural(all, 'failure') : `${formatCount(total)} of ${plural(all, 'failure')}`}</span> · {plural(classes, 'class', 'classes')} · {formatCount(guarded)} guarded by a proven case<span class="failureSort">{notImported > 0 && ` · ${formatCount(notImported)} without an imported run`}, {sortWords(model.sort.value)}</span></span>
      <span class="failureTools">
        <span class="filterWords"><Icon name="filter" small /><input
          id="failure-filter" type="search" aria-label="Filter failures" placeholder="Filter, e.g. class:recovery" value={model.filter.value} spellcheck={false}
          title="Words, and class: mode: status: guarded: case: owner: run: by: cause: fix: note: cost: with what to hold; none stands for nothing, - before it for the opposite"
          onInput={(event) => {
            const { value } = event.currentTarget;
            clearTimeout(typing.current);
            typing.current = setTimeout(() => model.setFilter(value), 150);
          }}
        /></span>
        <button type="button" class="chip" disabled={model.saving.value} onClick={() => void model.importFile()}>Import CSV</button>
        <Menu label="Export the failure log" words="Export" items={[
          { words: 'Save as CSV…', run: () => void model.exportTo('csv', false) },
          { words: 'Save as Markdown…', run: () => void model.exportTo('markdown', false) },
          { words: 'Copy as CSV', run: () => void model.exportTo('csv', true) },
          { words: 'Copy as Markdown', run: () => void model.exportTo('markdown', true) },
        ]} />
      </span>
    </header>
  );
}

/** Which class costs most, with all of them behind it. */
function Totals(props: { model: FailureLogModel; totals: readonly FailureTotal[] }) {
  const { model, totals } = props;
  const [most] = totals;
  if (!most) return null;
  return (
    <details class="failureTotals">
      <summary><span>{most.weightUsd === null ? 'Most frequent' : 'Most expensive'}: <span class="strong">{most.name}</span>, {totalWords(most)}</span></summary>
      <ul>
        {totals.map((each) => (
          <li key={each.class}>
            <button type="button" class="totalRow" title={`Show only ${each.name}`} onClick={() => model.setFilter(each.class === null ? 'class:none' : `class:${each.class}`)}><span class="cut">{each.name}</span><span class="dim">{totalWords(each)}; {formatCount(each.guarded)} guarded</span></button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Foot(props: { model: FailureLogModel }) {
  const { model } = props;
  const keys = keysOf('failureLog');
  const row = model.focused.value;
  const { column } = model.cursor.value;
  const enter = column === 'run' || column === 'question' ? 'open trace' : column === 'case' ? 'open case' : isEditable(column) ? (row && column !== 'class' && column !== 'status' && wholeText(row, column) === '' ? column === 'what' ? 'write what happened' : `write the ${columnWords[column].toLowerCase()}` : 'edit cell') : null;
  return (
    <footer class="patternsFoot">
      <span class="keyHints dim" aria-hidden="true">
        {enter !== null && <span><KeyCap text={firstHint(keys, 'edit')} /> {enter}</span>}<span><KeyCap text={firstHint(keys, 'down')} /> <KeyCap text={firstHint(keys, 'up')} /> row</span><span><KeyCap text={keys.hintOf('open')} /> open trace</span><span><KeyCap text={keys.hintOf('makeCase')} /> make case</span><span><KeyCap text={keys.hintOf('undo')} /> undo</span>
      </span>
      {row?.title && <span class="dim failureQuestion" title={visibleText(row.title)}>“{visibleText(oneLine(row.title, 200))}”</span>}
      {row && <span class="failureDone">{standingWords(row)}</span>}
      <span class="dim failureDone">{model.saving.value ? 'Saving' : model.done.value ?? 'Guarded: an active case, proven on this run'}</span>
    </footer>
  );
}
