import { verdictsFor } from '../../src/core/display/completeness.ts';
import { formatCount, plural } from '../../src/core/display/numbers.ts';
import type { ImportedFile } from '../../src/protocol/importApi.ts';
import { Button } from '../controls/Button.tsx';
import { Icon } from '../shared/Icon.tsx';
import { MarkIcon } from '../shared/MarkIcon.tsx';
import { FileBody } from './FileBody.tsx';
import type { ReportModel } from './model.ts';
import { isRefused, nameAndFolder } from './order.ts';
import type { Numbered } from './order.ts';
import { Score } from './Score.tsx';

export function FileSection(props: Numbered & { model: ReportModel }) {
  const { model, file, number } = props;
  if (file.error !== null && file.traces === 0) return <Refused {...props} />;
  const open = model.unfolded.value.has(number);
  const verdicts = verdictsFor(file.completeness);
  return (
    <li class="file">
      <h2>
        <button type="button" class="fileRow" aria-expanded={open} onClick={() => model.toggle(number)}>
          <Icon name={open ? 'chevron-down' : 'chevron-right'} />
          <MarkIcon mark={file.warningCount > 0 || file.error !== null ? 'warning' : 'pass'} words={file.warningCount > 0 ? plural(file.warningCount, 'warning') : 'Read whole'} />
          <FileName path={file.path} />
          {file.format !== null && <span class="tag fileFormat" title={file.formatTitle}><span class="cut">{file.formatTitle ?? file.format}</span></span>}
          <span class="fileCounts dim">{countsOf(file)}</span>
          {verdicts.length > 0 && <Score verdicts={verdicts} />}
        </button>
      </h2>
      {open && <FileBody model={model} file={file} number={number} verdicts={verdicts} />}
    </li>
  );
}

export function FileName(props: { path: string }) {
  const { name, folder } = nameAndFolder(props.path);
  return <span class="fileName cut" title={props.path}><span class="strong">{name}</span>{folder !== '' && <span class="dim fileFolder">{folder}</span>}</span>;
}

function countsOf(file: ImportedFile): string {
  if (file.traces === 0) return file.warningCount > 0 ? plural(file.warningCount, 'warning') : 'No traces';
  const changed = (['new', 'updated'] as const).flatMap((state) => (file[state] > 0 ? [`${formatCount(file[state])} ${state}`] : []));
  const warnings = file.warningCount > 0 ? [plural(file.warningCount, 'warning')] : [];
  return [plural(file.traces, 'trace'), ...(changed.length > 0 ? changed : ['nothing new']), ...warnings].join(', ');
}

/** What was not read says why at once: nothing else is known of it. */
function Refused(props: Numbered & { model: ReportModel }) {
  const { model, file, number } = props;
  const refused = isRefused(file);
  const view = model.view.value;
  return (
    <li class="file refused">
      <h2 class="fileRow">
        <span class="twistieSpace" />
        {refused ? <MarkIcon mark="fail" words="Not read" /> : <Icon name="info" />}
        <FileName path={file.path} />
        <span class="fileCounts dim">{refused ? 'Not read' : `Left out${file.leftOut !== undefined && file.leftOut > 1 ? `: ${formatCount(file.leftOut)} files` : ''}`}</span>
      </h2>
      <div class="fileWhy">
        <p>{view?.refusals[number] ?? file.error}</p>
        <div class="buttonRow">
          {file.mappable !== undefined && view?.canMap === true && <Button kind="primary" onClick={() => model.mapColumns(number)}>Map columns…</Button>}
          <button type="button" class="linkButton" onClick={() => model.reveal(number)}><Icon name="go-to-file" small />Open the file</button>
        </div>
      </div>
    </li>
  );
}
