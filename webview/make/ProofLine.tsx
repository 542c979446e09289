import type { CasePreview } from '../../src/protocol/makeApi.ts';
import { Button } from '../controls/Button.tsx';
import { KeyCap } from '../shared/KeyCap.tsx';
import { MarkIcon } from '../shared/MarkIcon.tsx';
import { ProgressLine } from '../shared/ProgressLine.tsx';
import { makeKeys } from './keys.ts';
import type { MakeModel } from './model.ts';
import type { Walk } from './walk.ts';

/** Whether the case catches the failure it is made from, and the button that writes it. */
export function ProofLine(props: { walk: Walk; model: MakeModel; view: CasePreview }) {
  const { walk, model, view } = props;
  const { tone, strong, more } = verdictOf(view);
  const waits = model.waitsFor.value;
  return (
    <section class={`proofLine ${tone}`} aria-label="Proof">
      <ProgressLine active={model.working.value} label="Proving" />
      <MarkIcon mark={tone === 'good' ? 'pass' : tone === 'warn' ? 'warning' : 'unlabelled'} quiet />
      <div class="proofText">
        <p><strong>{strong}</strong> {more}</p>
        <p class="dim">No model was called. Editing a case proves it again before anything is written.</p>
      </div>
      <div class="buttonRow">
        <Button shortcut={makeKeys.shortcutOf('prove')} onClick={() => void model.prove()}><span class="buttonText">Prove again<KeyCap text={makeKeys.hintOf('prove')} /></span></Button>
        <Button kind="primary" disabled={waits !== null || model.writing.value} shortcut={makeKeys.shortcutOf('write')} title={waits ?? undefined} onClick={() => void walk.write()}>
          <span class="buttonText">{view.status === 'active' ? 'Write case' : 'Write as draft'}<KeyCap text={makeKeys.hintOf('write')} /></span>
        </Button>
        {waits !== null && <span class="waits" role="status">{waits}</span>}
      </div>
    </section>
  );
}

function verdictOf({ proof, held }: CasePreview): { readonly tone: 'good' | 'warn' | 'quiet'; readonly strong: string; readonly more: string } {
  const gating = proof.checks.filter((check) => check.gating);
  if (proof.proven) return { tone: 'good', strong: 'Catches the failure.', more: `Replayed against the recorded trace, this case fails ${proof.failed.length} of its ${gating.length === 1 ? '1 check' : `${gating.length} checks`}.` };
  const [first = '', ...rest] = proof.sentence.split(/(?<=^[^:]*):\s/u);
  if (held && first.startsWith('Does not catch')) return { tone: 'warn', strong: 'Does not catch the failure:', more: `${held.id} should have failed, and passes: ${held.reason}.` };
  return { tone: proof.needed ? 'warn' : 'quiet', strong: rest.length > 0 ? `${first}:` : first, more: rest.join(': ') };
}
