import { plural } from '../../src/core/display/numbers.ts';
import type { Coverage, StaleCase } from '../../src/core/model/coverage.ts';
import type { CoverageModel } from './model.ts';
import { Part } from './Part.tsx';

/** Cases nobody should rely on before looking at them. */
export function Stale(props: { model: CoverageModel; stale: readonly StaleCase[] }) {
  const { model, stale } = props;
  const rows = stale.map(({ caseId, file, reasons }) => (
    <li class="coverageRow" key={`${file}#${caseId}`}>
      <button type="button" class="rowHead rowButton" onClick={() => model.openCase(caseId, file)}>
        <span class="rowName cut strong">{caseId}</span>
        <span class="rowSaid dim">{reasons.map(({ said }) => said).join('; ')}</span>
      </button>
    </li>
  ));
  return <Part model={model} id="stale" title="Stale cases" lines={stale.length === 0 ? ['None: no trace, recording or proof has changed, and no review is older than 90 days.'] : []} rows={rows} />;
}

/** Cases that ask nearly the same: one of them may be a variant of the other. */
export function Duplicates(props: { model: CoverageModel; duplicates: Coverage['duplicates'] }) {
  const { model, duplicates: { pairs, more } } = props;
  const rows = pairs.map(({ a, b, similarity }) => (
    <li class="coverageRow" key={`${a.file}#${a.caseId} ${b.file}#${b.caseId}`}>
      <div class="rowHead">
        <span class="rowName cut" title={a.query}>{a.query}</span>
        <span class="rowNumbers">
          <button type="button" class="linkButton" onClick={() => model.openCase(a.caseId, a.file)}>{a.caseId}</button>
          <button type="button" class="linkButton" onClick={() => model.openCase(b.caseId, b.file)}>{b.caseId}</button>
          <span class="dim number">{`alike ${similarity.toFixed(2)}`}</span>
        </span>
      </div>
    </li>
  ));
  return <Part model={model} id="duplicates" title="Cases that ask the same" lines={pairs.length === 0 ? ['None.'] : more > 0 ? [`And ${plural(more, 'more pair')}.`] : []} rows={rows} />;
}
