import { formatCount } from '../../src/core/display/numbers.ts';
import { Icon } from '../shared/Icon.tsx';
import { IconButton } from '../shared/IconButton.tsx';
import type { ReportModel } from './model.ts';
import { countOf } from './order.ts';
import type { Filter } from './order.ts';

const words: Readonly<Record<Filter, string>> = { all: 'All files', refused: 'Not read', leftOut: 'Left out', warnings: 'With warnings', incomplete: 'Incomplete' };

/** Which files are shown. A choice that would show none is not offered. */
export function FileBar(props: { model: ReportModel }) {
  const { model } = props;
  const files = model.files.value;
  const choices = (Object.keys(words) as Filter[]).map((filter) => ({ filter, count: countOf(files, filter) })).filter(({ filter, count }) => filter === 'all' || count > 0);
  return (
    <div class="fileBar">
      <div class="chips" role="group" aria-label="Files shown">
        {choices.map(({ filter, count }) => (
          <button key={filter} type="button" class="chip" aria-pressed={model.filter.value === filter} onClick={() => model.choose(filter)}>
            {words[filter]} <span class="dim number">{formatCount(count)}</span>
          </button>
        ))}
      </div>
      <label class="filterWords">
        <Icon name="search" small />
        <input type="search" aria-label="Find files" placeholder="Find files" value={model.text.value} onInput={(event) => model.find(event.currentTarget.value)} />
      </label>
      <IconButton icon="expand-all" label="Unfold all" onClick={() => model.setAll(true)} />
      <IconButton icon="collapse-all" label="Fold all" onClick={() => model.setAll(false)} />
    </div>
  );
}
