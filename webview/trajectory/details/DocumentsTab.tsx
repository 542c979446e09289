import { useState } from 'preact/hooks';
import { documentTitle } from '../../../src/core/display/documentTitle.ts';
import { plural } from '../../../src/core/display/numbers.ts';
import { formatAge } from '../../../src/core/display/time.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { DocumentStanding, ValueSource } from '../../../src/core/model/insights.ts';
import type { RetrievedDocument } from '../../../src/core/model/span.ts';
import type { StepDetail } from '../../../src/core/model/trajectory.ts';
import { CopyButton } from '../../shared/CopyButton.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { JsonTree } from '../../shared/JsonTree.tsx';
import { LongText } from '../../shared/LongText.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { NotRecorded } from '../../shared/NotRecorded.tsx';
import type { PayloadPath } from '../../shared/payload.ts';
import type { TrajectoryModel } from '../model.ts';
import { documentMore } from './documentNames.ts';
import { sought } from './sought.ts';
import { StepLink } from './StepLink.tsx';

/** What was retrieved: which document, how well it matched, how old it was at the time of the run, and whether an answer cites it. */
export function DocumentsTab(props: { model: TrajectoryModel; detail: StepDetail }) {
  const { detail, model } = props;
  if (detail.documents.length === 0) return <Empty model={model} detail={detail} />;
  const atMs = (detail.span.startUs ?? model.skeleton.value?.summary.startUs ?? Date.now() * 1000) / 1000;
  const standings = model.insights.documents.value.get(detail.n) ?? [];
  return (
    <div class="documents" role="table" aria-label="Retrieved documents">
      <div class="documentRow documentsHead" role="row">
        <span role="columnheader">Document</span>
        <span role="columnheader" class="right">Score</span>
        <span role="columnheader" class="optional">Version</span>
        <span role="columnheader" class="right" title="How old the document was when the agent ran">Age then</span>
        <span role="columnheader" title="Steps whose text names the document by id, title or source">Cited</span>
      </div>
      {detail.documents.map((document, index) => (
        <Document key={index} model={model} n={detail.n} document={document} path={['documents', index]} standing={standings.find((each) => each.index === index)} position={index + 1} atMs={atMs} />
      ))}
    </div>
  );
}

function Document(props: { model: TrajectoryModel; n: number; document: RetrievedDocument; path: PayloadPath; standing: DocumentStanding | undefined; position: number; atMs: number }) {
  const { document, model, standing, path } = props;
  const name = documentTitle(document, props.position);
  const wanted = sought.value?.n === props.n && isNamed(document, name, sought.value.document);
  const [chosen, setOpen] = useState<boolean | null>(null);
  const open = chosen ?? wanted;
  const more = documentMore(document, name);
  const link = [document.source, document.id].find((text): text is string => text !== null && /^https?:\/\//iu.test(text));
  const absent = <span class="dim small">Not recorded</span>;
  return (
    <>
      <div class="documentRow" role="row">
        <span role="cell" class="documentName">
          <button type="button" class="documentHead" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name={open ? 'chevron-down' : 'chevron-right'} small />
            <span class="cut strong" title={name}>{visibleText(name)}</span>
          </button>
          {more.length > 0 && <span class="dim cut documentSource" title={more.join('\n')}>{visibleText(more.join(' · '))}</span>}
        </span>
        <span role="cell" class="right number">{document.score === null ? absent : scoreWords(document.score)}</span>
        <span role="cell" class="optional cut">{document.version === null ? absent : visibleText(document.version)}</span>
        <Age document={document} standing={standing} atMs={props.atMs} />
        <Cited model={model} standing={standing} title={name} />
      </div>
      {open && (
        <div class="documentBody" role="row">
          <div role="cell" aria-colspan={5}>
            {standing?.seenAt !== null && standing?.seenAt !== undefined && <p class="dim small">Retrieved before, in <StepLink model={model} n={standing.seenAt} /></p>}
            {document.content === null ? <NotRecorded what="Content" /> : <LongText text={document.content} room="message" path={[...path, 'content']} title={`${name}.txt`} />}
            <div class="documentFoot">
              {document.content !== null && <CopyButton text={document.content} path={[...path, 'content']} what={`the content of ${name}`} onCopy={model.copy} />}
              {link !== undefined && <button type="button" class="linkButton" title={link} onClick={() => model.openLink(link)}><Icon name="link-external" small />Open source</button>}
              {document.id !== null && document.id !== name && <span class="dim small breakable">Id {visibleText(document.id)}</span>}
            </div>
            {Object.keys(document.metadata).length > 0 && <JsonTree value={document.metadata} label={`Metadata of ${name}`} path={[...path, 'metadata']} />}
          </div>
        </div>
      )}
    </>
  );
}

function isNamed({ id, source }: RetrievedDocument, title: string, wanted: string | null): boolean {
  return wanted !== null && (id === wanted || source === wanted || title === wanted);
}

function Age(props: { document: RetrievedDocument; standing: DocumentStanding | undefined; atMs: number }) {
  const { document: { updatedAt }, standing } = props;
  const age = updatedAt === null ? undefined : formatAge(updatedAt, props.atMs);
  const days = standing?.ageDays;
  const words = days !== null && days !== undefined && days > 0 ? plural(days, 'day') : age;
  return (
    <span role="cell" class={standing?.stale === true ? 'right number warn stale' : 'right number'} title={updatedAt ?? undefined}>
      {standing?.stale === true && <MarkIcon mark="warning" words="Stale:" />}
      {words ?? <span class="dim small">Not recorded</span>}
    </span>
  );
}

function Cited(props: { model: TrajectoryModel; standing: DocumentStanding | undefined; title: string }) {
  const { standing, model } = props;
  if (!standing) return <span role="cell" />;
  const { citedAt, step } = standing;
  const isSource = (source: ValueSource): boolean => source.in === 'document' && source.step === step && source.document === props.title;
  const used = citedAt !== null && citedAt.length > 0 ? undefined : model.insights.insights.value?.said.findLast(({ values }) => values.some(({ sources }) => sources.some(isSource)));
  if (used) return <span role="cell" title="The text there does not name this document, but says values that stand in it"><span class="dim">Values in </span><StepLink model={model} n={used.step} /></span>;
  if (citedAt === null) return <span role="cell" class="dim small" title="Nothing in this run cites anything, so that not being cited says nothing">n/a</span>;
  if (citedAt.length === 0) return <span role="cell" class="dim">Never</span>;
  return (
    <span role="cell">
      {citedAt.slice(0, 2).map((n, index) => <span key={n}>{index > 0 && ', '}<StepLink model={model} n={n} /></span>)}
      {citedAt.length > 2 && <span class="dim">, {citedAt.length - 2} more</span>}
    </span>
  );
}

function scoreWords(score: number): string {
  return Math.abs(score) < 10 ? score.toFixed(3) : score.toPrecision(4);
}

function Empty(props: { model: TrajectoryModel; detail: StepDetail }) {
  const elsewhere = props.model.navigation.steps.value.filter((step) => step.kind === 'retrieval' && step.n !== props.detail.n).slice(0, 12);
  if (props.detail.span.kind === 'retrieval') return <p class="empty">This retrieval has no documents: it found none, or the export left them out.</p>;
  return (
    <p class="empty">
      No documents are recorded in this step.
      {elsewhere.length > 0 && <> Retrieval: {elsewhere.map((step, index) => <span key={step.n}>{index > 0 && ', '}<StepLink model={props.model} n={step.n} /></span>)}</>}
    </p>
  );
}
