import { formatCount, plural } from '../../src/core/display/numbers.ts';
import type { ImportWarning } from '../../src/core/model/problem.ts';
import type { ImportedFile } from '../../src/protocol/importApi.ts';
import type { ReportModel } from './model.ts';
import { nameAndFolder } from './order.ts';

/** Each with the way to its line. The report holds the first hundred. */
export function Warnings(props: { model: ReportModel; file: ImportedFile; number: number }) {
  const { model, file, number } = props;
  const rest = file.warningCount - file.warnings.length;
  return (
    <div class="warnings">
      <h3 class="strong">{plural(file.warningCount, 'warning')}</h3>
      <ul>
        {file.warnings.map((warning, index) => (
          <li key={index} class="warning">
            <button type="button" class="linkButton" title={warning.file ?? file.path} onClick={() => model.reveal(number, index)}>{placeOf(warning)}</button>
            <span class="breakable">{withoutPlace(warning)}</span>
          </li>
        ))}
        {rest > 0 && <li class="dim">and {formatCount(rest)} more</li>}
      </ul>
    </div>
  );
}

function placeOf({ line, file }: ImportWarning): string {
  const name = file === undefined ? '' : nameAndFolder(file).name;
  if (line === null) return name === '' ? 'Whole file' : name;
  return name === '' ? `Line ${line}` : `${name}:${line}`;
}

/** Most sentences name their line themselves, as the link before them does. */
function withoutPlace({ line, message }: ImportWarning): string {
  const place = `Line ${line} `;
  return line !== null && message.startsWith(place) ? message.slice(place.length) : message;
}
