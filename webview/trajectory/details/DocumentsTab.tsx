import { useState } from 'preact/hooks';
import { formatAge } from '../../../src/core/display/time.ts';
import type { RetrievedDocument } from '../../../src/core/model/span.ts';
import type { StepDetail } from '../../../src/core/model/trajectory.ts';
import { Icon } from '../../shared/Icon.tsx';
import { JsonTree } from '../../shared/JsonTree.tsx';
import { LongText } from '../../shared/LongText.tsx';
import { NotRecorded } from '../../shared/NotRecorded.tsx';
import type { TrajectoryModel } from '../model.ts';
import { documentMore, documentTitle } from './documentNames.ts';
import { StepLink } from './StepLink.tsx';

/** What was retrieved: which document, how well it matched, how old it was at the time of the run. */
export function DocumentsTab(props: { model: TrajectoryModel; detail: StepDetail }) {
  const { detail, model } = props;
  if (detail.documents.length === 0) return <Empty model={model} detail={detail} />;
  const atMs = (detail.span.startUs ?? model.skeleton.value?.summary.startUs ?? Date.now() * 1000) / 1000;
  return (
    <div class="documents" role="table" aria-label="Retrieved documents">
      <div class="documentRow documentsHead" role="row">
        <span role="columnheader">Document</span>
        <span role="columnheader" class="right">Score</span>
        <span role="columnheader" class="optional">Version</span>
        <span role="columnheader" class="right" title="How old the document was when the agent ran">Age then</span>
      </div>
      {detail.documents.map((document, index) => <Document key={index} document={document} position={index + 1} atMs={atMs} />)}
    </div>
  );
}

function Document(props: { document: RetrievedDocument; position: number; atMs: number }) {
  const [open, setOpen] = useState(false);
  const { document } = props;
  const name = documentTitle(document, props.position);
  const more = documentMore(document, name);
  const age = document.updatedAt === null ? undefined : formatAge(document.updatedAt, props.atMs);
  const absent = <span class="dim small">Not recorded</span>;
  return (
    <>
      <div class="documentRow" role="row">
        <span role="cell" class="documentName">
          <button type="button" class="documentHead" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name={open ? 'chevron-down' : 'chevron-right'} small />
            <span class="cut strong" title={name}>{name}</span>
          </button>
          {more.length > 0 && <span class="dim cut documentSource" title={more.join('\n')}>{more.join(' · ')}</span>}
        </span>
        <span role="cell" class="right number">{document.score === null ? absent : scoreWords(document.score)}</span>
        <span role="cell" class="optional cut">{document.version ?? absent}</span>
        <span role="cell" class="right number" title={document.updatedAt ?? undefined}>{age ?? absent}</span>
      </div>
      {open && (
        <div class="documentBody" role="row">
          <div role="cell" aria-colspan={4}>
            {document.content === null ? <NotRecorded what="Content" /> : <LongText text={document.content} />}
            {document.id !== null && document.id !== name && <p class="dim small breakable">Id {document.id}</p>}
            {Object.keys(document.metadata).length > 0 && <JsonTree value={document.metadata} label={`Metadata of ${name}`} />}
          </div>
        </div>
      )}
    </>
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
