import { useMemo } from 'preact/hooks';
import { kinds } from '../../../src/core/display/outcome.ts';
import type { FindView } from '../../../src/protocol/trajectoryPage.ts';
import { Select } from '../../controls/Select.tsx';
import type { TrajectoryModel } from '../model.ts';

const any = { value: '', label: 'Any' };
const roles = ['system', 'user', 'assistant', 'tool'] as const;

/** By what else a hit must be: kind of step, who said it, whose call it is, whether it failed. Only what the trace has is offered. */
export function FindFilters(props: { model: TrajectoryModel }) {
  const { find, navigation } = props.model;
  const { kind, role, tool, error } = find.query.value;
  const steps = navigation.steps.value;
  const there = useMemo(() => ({
    kinds: (Object.keys(kinds) as (keyof typeof kinds)[]).filter((each) => steps.some((step) => step.kind === each)),
    tools: [...new Set(steps.filter((step) => step.kind === 'tool' || step.kind === 'retrieval').map(({ name }) => name))].toSorted(),
  }), [steps]);
  const choose = <Name extends 'kind' | 'role' | 'tool'>(name: Name) => (value: string) => find.set({ [name]: value === '' ? null : (value as FindView[Name]) });
  return (
    <div class="findFilters" id="findFilters" role="group" aria-label="Filters">
      <div class="findFilter"><Select label="Kind" value={kind ?? ''} choices={[any, ...there.kinds.map((each) => ({ value: each, label: kinds[each].words }))]} onChange={choose('kind')} /></div>
      <div class="findFilter"><Select label="Said by" value={role ?? ''} choices={[any, ...roles.map((each) => ({ value: each, label: `${each.slice(0, 1).toUpperCase()}${each.slice(1)}` }))]} onChange={choose('role')} /></div>
      <div class="findFilter"><Select label="Tool" value={tool ?? ''} choices={[any, ...(tool !== null && !there.tools.includes(tool) ? [tool] : []).concat(there.tools).map((each) => ({ value: each, label: each }))]} onChange={choose('tool')} /></div>
      <button type="button" class="chipToggle" aria-pressed={error} onClick={() => find.set({ error: !error })}>Failed steps only</button>
    </div>
  );
}
