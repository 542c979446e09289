import { formatCount } from '../../../src/core/display/numbers.ts';
import { formatDate, formatOffset } from '../../../src/core/display/time.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { Json } from '../../../src/core/model/json.ts';
import type { StepDetail } from '../../../src/core/model/trajectory.ts';
import { JsonTree } from '../../shared/JsonTree.tsx';
import { NotRecorded } from '../../shared/NotRecorded.tsx';
import type { TrajectoryModel } from '../model.ts';
import { Facts } from './Facts.tsx';

/** What the export said, by its own names: nothing that was read is left out. */
export function RawTab(props: { model: TrajectoryModel; detail: StepDetail }) {
  const { model, detail } = props;
  const { span, place } = detail;
  const notes = model.skeleton.value?.notes.filter((note) => note.spanId === span.id) ?? [];
  return (
    <div class="tabBody">
      <Facts
        label="Where the step was recorded"
        facts={[
          {
            name: 'Record',
            value: place === null ? <NotRecorded /> : <button type="button" class="linkButton breakable" onClick={() => model.revealSource(detail.n)}>{place.file}:{place.line}</button>,
          },
          place && { name: 'Bytes', value: `${formatCount(place.length)} from ${formatCount(place.offset)}` },
          place && { name: 'Original', value: <button type="button" class="linkButton" onClick={() => model.copyOriginal(detail.n)}>Copy original record…</button> },
          { name: 'Span', value: <span class="mono breakable">{span.id}</span> },
          span.parentId !== null && { name: 'Parent', value: <span class="mono breakable">{span.parentId}</span> },
          { name: 'Kind', value: `${span.kind}${span.synthetic ? ', made from messages: the export has no span here' : ''}` },
          { name: 'Status', value: visibleText([span.status, span.statusMessage].filter(Boolean).join(', ')) },
          { name: 'Start', value: span.startUs === null ? <NotRecorded /> : formatDate(span.startUs) },
          ...notes.map((note) => ({ name: 'Mended', value: note.message })),
        ]}
      />
      <h3 class="section">Attributes</h3>
      {Object.keys(span.attributes).length === 0 ? <p class="empty">No further attributes are recorded.</p> : <JsonTree value={span.attributes} label="Attributes" path={['span', 'attributes']} />}
      {span.events.length > 0 && (
        <>
          <h3 class="section">Events</h3>
          {span.events.map((event, index) => (
            <div key={index} class="event">
              <span class="strong">{visibleText(event.name)}</span>
              {event.timeUs !== null && span.startUs !== null && <span class="dim"> {formatOffset((event.timeUs - span.startUs) / 1000)}</span>}
              {Object.keys(event.attributes).length > 0 && <JsonTree value={event.attributes} label={`Attributes of ${event.name}`} />}
            </div>
          ))}
        </>
      )}
      <h3 class="section">Step as read</h3>
      <JsonTree value={withoutWhatStandsAbove(detail)} label="Step as read" folded />
    </div>
  );
}

function withoutWhatStandsAbove(detail: StepDetail): Json {
  const { attributes: _attributes, events: _events, place: _place, ...rest } = detail.span;
  // A span is JSON by its schema; optional fields that are absent drop out here.
  return JSON.parse(JSON.stringify(rest)) as Json;
}
