import type { ComponentChildren } from 'preact';
import { formatCost, formatCount, formatTokens, plural } from '../../src/core/display/numbers.ts';
import { feedbackWords } from '../../src/core/display/outcome.ts';
import { formatDate, formatDuration } from '../../src/core/display/time.ts';
import type { PreviewedRow } from '../../src/protocol/importApi.ts';
import type { MapView } from '../../src/protocol/mapPage.ts';
import { Icon } from '../shared/Icon.tsx';
import { MarkIcon } from '../shared/MarkIcon.tsx';
import { Notice } from '../shared/Notice.tsx';
import { NotRecorded } from '../shared/NotRecorded.tsx';
import { ProgressLine } from '../shared/ProgressLine.tsx';
import { isMapped } from './fields.ts';
import type { MapModel } from './model.ts';

const callsShown = 12;

/** The first rows as an import would read them. */
export function Preview(props: { model: MapModel; view: MapView }) {
  const { model, view } = props;
  const { preview, leftOut } = model.rows.value ?? { preview: [], leftOut: [] };
  const mapped = isMapped(model.map.value);
  const failure = model.previewFailure.value;
  return (
    <section class="mapPreview" aria-label="Preview" aria-busy={model.reading.value} tabIndex={0}>
      <ProgressLine active={model.reading.value} label="Reading the rows" />
      <div class="fieldsHead previewHead">
        <h2 class="strong">As they would be read</h2>
        {mapped && preview.length > 0 && <span class="dim small">{preview.length < view.rows || view.more ? `The first ${plural(preview.length, 'row')}` : plural(preview.length, 'row')}{model.warnings.value > 0 && `, ${plural(model.warnings.value, 'warning')}`}</span>}
      </div>
      {failure && <Notice kind="error">{failure.message} {failure.hint} <button type="button" class="linkButton" onClick={model.retryPreview}>Try again</button></Notice>}
      {leftOut.length > 0 && mapped && <LeftOut model={model} leftOut={leftOut} />}
      {!mapped && <p class="empty">Nothing is mapped yet. Choose the columns of the question and of the answer.</p>}
      {mapped && preview.length === 0 && !failure && !model.reading.value && <p class="empty">No row has one of the mapped columns.</p>}
      {mapped && <ol class="previewRows">{preview.map((row, index) => <Row key={index} model={model} row={row} place={placeOf(row, index, preview)} />)}</ol>}
    </section>
  );
}

function LeftOut(props: { model: MapModel; leftOut: MapView['leftOut'] }) {
  const { leftOut, model } = props;
  const [first] = leftOut;
  return (
    <Notice kind="warning">
      {leftOut.length === 1 ? '1 row would be left out' : `${formatCount(leftOut.length)} rows would be left out`}
      {first && <>, {first.line === null ? 'the first' : <LineLink model={model} line={first.line} words={`line ${first.line}`} />}: {first.message}</>}
    </Notice>
  );
}

function LineLink(props: { model: MapModel; line: number; words: string }) {
  return <button type="button" class="linkButton" title="Open the file at this line" onClick={() => props.model.reveal(props.line)}>{props.words}</button>;
}

/** Rows of one JSON value share the line it begins on. */
function placeOf({ line }: PreviewedRow, index: number, rows: readonly PreviewedRow[]): string {
  return rows[index - 1]?.line === line || rows[index + 1]?.line === line ? `Row ${index + 1}` : `Line ${line}`;
}

function Row(props: { model: MapModel; row: PreviewedRow; place: string }) {
  const { model, row, place } = props;
  return (
    <li class="previewRow">
      <div class="previewLine small">
        <LineLink model={model} line={row.line} words={place} />
        {row.id !== null && <span class="mono dim cut" title={row.id}>{row.id}</span>}
        {row.name !== null && <span class="dim cut">{row.name}</span>}
      </div>
      <Said icon="account" who="Question" text={row.query} />
      <Said icon="sparkle" who="Answer" text={row.answer} />
      {row.error !== null && <p class="bad previewText"><MarkIcon mark="failed" words="Failed" /> {row.error}</p>}
      <Chips row={row} />
      {row.warnings.map((warning) => <p key={warning} class="warn small previewWarning"><MarkIcon mark="warning" words="Warning" /><span>{warning}</span></p>)}
    </li>
  );
}

function Said(props: { icon: string; who: string; text: string | null }) {
  return (
    <div class="said">
      <Icon name={props.icon} small />
      <span class="srOnly">{props.who}: </span>
      {props.text === null ? <NotRecorded what={props.who} /> : <p class="saidText">{props.text}</p>}
    </div>
  );
}

type Chip = { readonly key: string; readonly icon: string; readonly words: string; readonly title: string; readonly bad?: boolean };

function chipsOf(row: PreviewedRow): readonly Chip[] {
  const tokens = row.inputTokens === null && row.outputTokens === null ? null : [row.inputTokens === null ? null : `${formatTokens(row.inputTokens)} in`, row.outputTokens === null ? null : `${formatTokens(row.outputTokens)} out`].filter((each) => each !== null).join(', ');
  const feedback = row.feedback === 'accepted' || row.feedback === 'edited' || row.feedback === 'rejected' ? feedbackWords[row.feedback] : row.feedback;
  const all: readonly (Chip | null)[] = [
    ...row.calls.slice(0, callsShown).map((call, index): Chip => ({ key: `call ${index}`, icon: 'tools', words: call.status === 'ok' ? call.name : `${call.name}, ${call.status}`, title: 'Tool call', bad: call.status !== 'ok' })),
    row.calls.length > callsShown ? { key: 'calls', icon: 'tools', words: `${formatCount(row.calls.length - callsShown)} more`, title: 'Tool calls' } : null,
    row.offered === null ? null : { key: 'offered', icon: 'list-selection', words: `${plural(row.offered.length, 'tool')} offered`, title: row.offered.slice(0, 40).join(', ') },
    row.documents === null ? null : { key: 'documents', icon: 'library', words: plural(row.documents, 'document'), title: 'Retrieved' },
    row.model === null ? null : { key: 'model', icon: 'chip', words: row.model, title: 'Model' },
    tokens === null ? null : { key: 'tokens', icon: 'symbol-numeric', words: tokens, title: 'Tokens' },
    row.costUsd === null ? null : { key: 'cost', icon: 'credit-card', words: formatCost(row.costUsd), title: 'Cost, as recorded' },
    row.startUs === null ? null : { key: 'start', icon: 'calendar', words: formatDate(row.startUs), title: 'Started' },
    row.latencyMs === null ? null : { key: 'time', icon: 'watch', words: formatDuration(row.latencyMs), title: 'Duration' },
    row.user === null ? null : { key: 'user', icon: 'account', words: row.user, title: 'User' },
    row.session === null ? null : { key: 'session', icon: 'comment-discussion', words: row.session, title: 'Session' },
    feedback === null ? null : { key: 'feedback', icon: row.feedback === 'accepted' ? 'thumbsup' : row.feedback === 'rejected' ? 'thumbsdown' : 'feedback', words: feedback, title: 'Verdict' },
    ...row.tags.map((tag): Chip => ({ key: `tag ${tag}`, icon: 'tag', words: tag, title: 'Tag' })),
  ];
  return all.filter((each) => each !== null);
}

function Chips(props: { row: PreviewedRow }) {
  const chips = chipsOf(props.row);
  if (chips.length === 0) return null;
  return <ul class="previewChips" aria-label="What else is known">{chips.map(({ key, icon, words, title, bad }) => <ChipItem key={key} title={title} bad={bad === true}><Icon name={icon} small /><span class="srOnly">{`${title}: `}</span><span class="cut">{words}</span></ChipItem>)}</ul>;
}

function ChipItem(props: { title: string; bad: boolean; children: ComponentChildren }) {
  return <li class={props.bad ? 'tag bad' : 'tag'} title={props.title}>{props.children}</li>;
}
