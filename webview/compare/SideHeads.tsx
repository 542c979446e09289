import type { ComparedSide, Comparison } from '../../src/core/model/comparison.ts';
import type { Mark } from '../../src/core/display/outcome.ts';
import { Icon } from '../shared/Icon.tsx';
import { MarkIcon } from '../shared/MarkIcon.tsx';
import type { CompareModel } from './model.ts';

const marks: Readonly<Record<NonNullable<ComparedSide['verdict']>, Mark>> = { pass: 'pass', fail: 'fail', defer: 'deferred', failed: 'failed', rejected: 'rejected' };

export function SideHeads(props: { model: CompareModel; comparison: Comparison }) {
  const { model, comparison } = props;
  return (
    <div class="sides">
      <SideHead letter="A" side={comparison.a} />
      <button type="button" class="iconButton" aria-label="Swap the sides" title="Swap the sides (X)" onClick={model.swap}><Icon name="arrow-swap" /></button>
      <SideHead letter="B" side={comparison.b} />
    </div>
  );
}

function SideHead(props: { letter: string; side: ComparedSide }) {
  const { letter, side } = props;
  return (
    <section class="side" aria-label={`Side ${letter}`}>
      <span class="sideLetter" aria-hidden="true">{letter}</span>
      {side.kind === 'expected' ? <Icon name="checklist" /> : <MarkIcon mark={side.verdict === null ? 'unlabelled' : marks[side.verdict]} />}
      <span class="sideTitle cut strong" title={side.title}>{side.title}</span>
      <span class="sideWords cut dim" title={side.words}>{side.words}</span>
    </section>
  );
}
