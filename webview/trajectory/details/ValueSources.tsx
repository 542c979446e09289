import { useState } from 'preact/hooks';
import type { SaidValue } from '../../../src/core/model/insights.ts';
import { oneLine } from '../../../src/core/display/truncate.ts';
import { plural } from '../../../src/core/display/numbers.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import { Icon } from '../../shared/Icon.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import type { TrajectoryModel } from '../model.ts';
import { evidence, sourceWords, valueLines } from './saidValues.ts';
import type { ValueLine } from './saidValues.ts';
import { goToSource } from './sought.ts';

const linesAtFirst = 4;
const mostTexts = 8;
const mostSources = 3;

/** Where the values of a text come from, and which of them are found nowhere. `id` begins the ids that its marks refer to. */
export function ValueSources(props: { model: TrajectoryModel; values: readonly SaidValue[]; id: string }) {
  const [all, setAll] = useState(false);
  const lines = valueLines(props.values);
  const nowhere = lines.filter((line) => line.sources.length === 0);
  const sourced = lines.filter((line) => line.sources.length > 0);
  const shown = all ? sourced : sourced.slice(0, linesAtFirst);
  return (
    <ul class="valueSources" aria-label="Where values come from">
      {shown.map((line, index) => <Sourced key={index} line={line} model={props.model} id={`${props.id}-${lines.indexOf(line)}`} />)}
      {shown.length < sourced.length && <li><button type="button" class="linkButton" onClick={() => setAll(true)}>{plural(sourced.length - shown.length, 'more value')} with a source</button></li>}
      {nowhere.map((line) => (
        <li key="nowhere" class="valueLine" id={`${props.id}-${lines.indexOf(line)}`}>
          <MarkIcon mark="warning" quiet />
          <span><Texts texts={line.texts} /> {line.texts.length === 1 ? 'is' : 'are'} found in no tool result and no document of this trace</span>
        </li>
      ))}
    </ul>
  );
}

function Sourced(props: { line: ValueLine; model: TrajectoryModel; id: string }) {
  const { texts, sources, cites, computed } = props.line;
  const told = evidence(sources);
  const shown = told.slice(0, mostSources);
  const relation = computed !== null ? `is ${computed}, from` : cites ? (texts.length === 1 ? 'cites' : 'cite') : texts.length === 1 ? 'comes from' : 'come from';
  return (
    <li class="valueLine" id={props.id}>
      <Icon name="references" small />
      <span>
        <Texts texts={texts} /> {visibleText(relation)}{' '}
        {shown.map((source, index) => (
          <span key={index}>
            {index > 0 && (index === shown.length - 1 && shown.length === told.length ? ' and ' : ', ')}
            <button type="button" class="linkButton breakable" onClick={() => goToSource(props.model, source, texts[0] ?? '')}>{sourceWords(source)}</button>
          </span>
        ))}
        {shown.length < told.length && ` and ${told.length - shown.length} more`}
      </span>
    </li>
  );
}

function Texts(props: { texts: readonly string[] }) {
  const shown = props.texts.slice(0, mostTexts);
  const more = props.texts.length - shown.length;
  return <><strong>{shown.map((text) => visibleText(oneLine(text, 80))).join(', ')}</strong>{more > 0 && ` and ${more} more`}</>;
}
