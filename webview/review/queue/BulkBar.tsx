import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import type { FailureClass } from '../../../src/core/model/failureClass.ts';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import type { Bulk } from './bulk.ts';

const takeFocus = (element: HTMLElement | null): void => element?.focus();

/** What several traces are labelled with at once. */
export function BulkBar(props: { bulk: Bulk; classes: readonly FailureClass[] }) {
  const { bulk, classes } = props;
  const count = bulk.selection.value.size;
  const overwrites = bulk.overwrites.value;
  const busy = bulk.busy.value;
  if (count === 0) return null;
  if (overwrites) {
    return (
      <div key="ask" class="bulkBar" role="alertdialog" aria-label="Write over">
        <p>{plural(overwrites.count, 'trace')} of {formatCount(overwrites.of)} {overwrites.count === 1 ? 'has' : 'have'} a verdict of yours. {overwrites.words} for all of them?</p>
        <div class="buttonRow">
          <button type="button" class="chip" ref={takeFocus} onClick={() => void bulk.label(overwrites.change, overwrites.words, true)}>Write over</button>
          <button type="button" class="chip" onClick={() => (bulk.overwrites.value = null)}>Cancel</button>
        </div>
      </div>
    );
  }
  return (
    <div key="all" class="bulkBar" role="group" aria-label="Label the selected traces" aria-busy={busy}>
      <p class="strong">{plural(count, 'trace')} selected</p>
      <div class="buttonRow">
        <button type="button" class="chip" disabled={busy} onClick={() => void bulk.label({ verdict: 'pass' }, 'Pass')}><MarkIcon mark="pass" quiet />Pass all</button>
        <button type="button" class="chip" disabled={busy} onClick={() => void bulk.label({ verdict: 'fail' }, 'Fail')}><MarkIcon mark="fail" quiet />Fail all</button>
        <span class="selectBox">
          <select aria-label="Failure class for all" value="" disabled={busy} onChange={(event) => {
            const chosen = classes.find(({ id }) => id === event.currentTarget.value);
            if (chosen) void bulk.label({ verdict: 'fail', class: { class: chosen.id } }, `Fail, ${chosen.name ?? chosen.id}`);
          }}>
            <option value="" selected>Class for all…</option>
            {classes.map(({ id, name }) => <option key={id} value={id}>{name ?? id}</option>)}
          </select>
        </span>
        <button type="button" class="quietButton" onClick={bulk.clear}>Unselect</button>
      </div>
    </div>
  );
}
