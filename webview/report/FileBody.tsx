import type { ComponentChildren } from 'preact';
import { missingWords, missingOf, scoreWords, verdictWords } from '../../src/core/display/completeness.ts';
import type { QuestionVerdict } from '../../src/core/display/completeness.ts';
import { scoresFound } from '../../src/core/display/facts.ts';
import { formatBytes, formatCount, plural } from '../../src/core/display/numbers.ts';
import { redactionWords } from '../../src/core/display/redactions.ts';
import type { ImportedFile } from '../../src/protocol/importApi.ts';
import { Icon } from '../shared/Icon.tsx';
import { AdviceFold } from './AdviceFold.tsx';
import type { ReportModel } from './model.ts';
import { AnsweredMark } from './Score.tsx';
import { Warnings } from './Warnings.tsx';

/** What a file was read as, what came of it, and what it lacks. */
export function FileBody(props: { model: ReportModel; file: ImportedFile; number: number; verdicts: readonly QuestionVerdict[] }) {
  const { model, file, number, verdicts } = props;
  return (
    <div class="fileBody">
      <div class="fileFacts">
        <dl class="facts">
          {factsOf(file).map(({ name, value }) => <Fact key={name} name={name}>{value}</Fact>)}
          <Missing file={file} />
        </dl>
        <button type="button" class="linkButton" onClick={() => model.reveal(number)}><Icon name="go-to-file" small />Open the file</button>
        {file.warningCount > 0 && <Warnings model={model} file={file} number={number} />}
      </div>
      {verdicts.length > 0 && (
        <div class="fileQuestions">
          <h3 class="strong">{scoreWords(verdicts)}</h3>
          <ul>
            {verdicts.map((verdict) => (
              <li key={verdict.id} class="verdict">
                <AnsweredMark answered={verdict.answered} />
                <span>{verdict.question} <span class="dim small">{verdictWords(verdict)}</span></span>
              </li>
            ))}
          </ul>
          <AdviceFold model={model} number={number} complete={missingOf(file.completeness).length === 0} />
        </div>
      )}
    </div>
  );
}

function Fact(props: { name: string; children: ComponentChildren }) {
  return <div class="fact"><dt class="dim">{props.name}</dt><dd>{props.children}</dd></div>;
}

function factsOf(file: ImportedFile): readonly { readonly name: string; readonly value: string }[] {
  const { traces, spans, messages, toolCalls } = file;
  const states = (['new', 'updated', 'unchanged'] as const).flatMap((state) => (file[state] > 0 ? [`${formatCount(file[state])} ${state}`] : []));
  const replaced = redactionWords(file.redactions);
  return [
    { name: 'Read as', value: `${file.formatTitle ?? file.format ?? 'unknown'}${file.why === null ? '' : `: ${file.why}`}` },
    { name: 'Holds', value: [plural(traces, 'trace'), plural(spans, 'span'), plural(messages, 'message'), plural(toolCalls, 'tool call')].join(', ') },
    { name: 'In the index', value: states.join(', ') || 'Nothing new' },
    ...(file.newBytes === undefined ? [] : [{ name: 'Grown', value: `Only the ${formatBytes(file.newBytes)} that came since the last import were read` }]),
    ...(file.removed === undefined ? [] : [{ name: 'Removed', value: `${plural(file.removed, 'trace')} that the file holds no more` }]),
    ...(file.keptAway === undefined ? [] : [{ name: 'Left out', value: `${plural(file.keptAway, 'trace')} that you removed; import the file itself to bring ${file.keptAway === 1 ? 'it' : 'them'} back` }]),
    ...(file.repeated === undefined ? [] : [{ name: 'Skipped', value: `${plural(file.repeated, 'record')} that ${file.repeated === 1 ? 'repeats' : 'repeat'} another` }]),
    ...(file.scores === undefined ? [] : [{ name: 'Scores found', value: scoresFound(file.scores) }]),
    ...(replaced.length === 0 ? [] : [{ name: 'Replaced', value: `Before anything was stored, ${replaced.join('; ')}` }]),
    ...(file.cut === 0 ? [] : [{ name: 'Cut', value: `${plural(file.cut, 'payload')} too large to keep whole` }]),
  ];
}

function Missing(props: { file: ImportedFile }) {
  const missing = missingOf(props.file.completeness);
  if (props.file.completeness === null) return null;
  return (
    <Fact name="Not recorded">
      {missing.length === 0 ? 'Nothing that was looked for' : <ul class="missing">{missing.map((each) => <li key={each.field}>{missingWords(each)}</li>)}</ul>}
    </Fact>
  );
}
