import type { ComparedSide, Comparison } from '../../src/core/model/comparison.ts';
import type { Mark } from '../../src/core/display/outcome.ts';
import { toldApart } from '../../src/core/display/truncate.ts';
import { Icon } from '../shared/Icon.tsx';
import { MarkIcon } from '../shared/MarkIcon.tsx';
import { withKey } from './keys.ts';
import type { CompareModel } from './model.ts';

const marks: Readonly<Record<NonNullable<ComparedSide['verdict']>, Mark>> = { pass: 'pass', fail: 'fail', defer: 'deferred', failed: 'failed', rejected: 'failed' };

export function SideHeads(props: { model: CompareModel; comparison: Comparison }) {
  const { model, comparison } = props;
  const [a, b] = toldApart(comparison.a.title, comparison.b.title);
  return (
    <div class="sides">
      <SideHead letter="A" side={comparison.a} title={a} />
      <button type="button" class="iconButton" aria-label="Swap the sides" title={withKey('Swap the sides', 'swap')} onClick={model.swap}><Icon name="arrow-swap" /></button>
      <SideHead letter="B" side={comparison.b} title={b} />
    </div>
  );
}

function SideHead(props: { letter: string; side: ComparedSide; title: string }) {
  const { letter, side } = props;
  return (
    <section class="side" aria-label={`Side ${letter}`}>
      <span class="sideLetter" aria-hidden="true">{letter}</span>
      {side.kind === 'expected' ? <Icon name="checklist" /> : <MarkIcon mark={side.verdict === null ? 'unlabelled' : marks[side.verdict]} />}
      <span class="sideText2">
        <span class="sideTitle cut strong" title={side.title}>{props.title}</span>
        <span class="sideWords cut dim" title={side.words}>{side.words}</span>
      </span>
    </section>
  );
}
