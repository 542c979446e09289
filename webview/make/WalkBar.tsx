import { plural } from '../../src/core/display/numbers.ts';
import { Button } from '../controls/Button.tsx';
import { Select } from '../controls/Select.tsx';
import { Icon } from '../shared/Icon.tsx';
import { KeyCap } from '../shared/KeyCap.tsx';
import { Notice } from '../shared/Notice.tsx';
import { makeKeys } from './keys.ts';
import type { MakeModel } from './model.ts';
import { activeAndDrafts } from './walk.ts';
import type { Walk } from './walk.ts';

/** Which of several traces is in front, and what can be done with all of them. */
export function WalkBar(props: { walk: Walk }) {
  const { walk } = props;
  const traces = walk.traces.value;
  const at = walk.at.value;
  const written = traces.length - walk.left.value.length;
  const ready = walk.ready.value.length;
  const words = [...(written > 0 ? [`${written} written`] : []), `${ready} ready`, ...(walk.left.value.length > ready ? [`${walk.left.value.length - ready} not`] : [])].join(', ');
  return (
    <>
      <nav class="walkBar" aria-label="Traces">
        <Step walk={walk} by={-1} icon="chevron-left" words="Previous trace" action="previousTrace" disabled={at === 0} />
        <span class="walkPlace"><Select label={`${at + 1} of ${traces.length}`} hint="The traces that are made into cases" value={String(at)} choices={traces.map(({ title, model }, n) => ({ value: String(n), label: `${n + 1}. ${title}: ${stateOf(model)}` }))} onChange={(value) => void walk.goTo(Number(value))} /></span>
        <Step walk={walk} by={1} icon="chevron-right" words="Next trace" action="nextTrace" disabled={at === traces.length - 1} />
        <span class="grow" />
        <span class="dim">{words}</span>
        {ready === 0 && written > 0
          ? <Button onClick={walk.finish}>Done</Button>
          : <Button disabled={ready === 0 || walk.writingAll.value} shortcut={makeKeys.shortcutOf('writeAll')} title="A case becomes active once something was decided in it, or by its own button; the others are written as drafts" onClick={() => void walk.writeAll()}><span class="buttonText">Write all ready{ready > 0 && ` (${activeAndDrafts(walk.ready.value.filter(({ model }) => model.isActive.value).length, ready)})`}<KeyCap text={makeKeys.hintOf('writeAll')} /></span></Button>}
      </nav>
      <Told walk={walk} />
    </>
  );
}

function Step(props: { walk: Walk; by: 1 | -1; icon: string; words: string; action: 'nextTrace' | 'previousTrace'; disabled: boolean }) {
  return <button type="button" class="iconButton" disabled={props.disabled} aria-label={props.words} title={`${props.words} (${makeKeys.hintOf(props.action)})`} onClick={() => void props.walk.step(props.by)}><Icon name={props.icon} /></button>;
}

/** In a few words; what is not ready says what it waits for. */
function stateOf(model: MakeModel): string {
  if (model.kept.value.written !== null) return 'written';
  return model.waitsFor.value ?? (model.isActive.value ? 'ready, active' : model.kept.value.confirmed ? 'ready as a draft' : 'ready as a draft: nothing decided in it yet');
}

/** What "write all" wrote, and what it left and why. */
function Told(props: { walk: Walk }) {
  const { walk } = props;
  const outcome = walk.outcome.value;
  if (!outcome) return null;
  return (
    <Notice kind="info" onClose={() => (walk.outcome.value = null)}>
      Wrote {plural(outcome.written, 'case')}{outcome.written > 0 && `: ${activeAndDrafts(outcome.active, outcome.written)}`}.{outcome.left.length > 0 && <> {outcome.left.length} left: {outcome.left.map(({ at, title, why }, n) => <>{n > 0 && '; '}<button key={at} type="button" class="linkButton" onClick={() => void walk.goTo(at)}>{title}</button>, {why}</>)}</>}
    </Notice>
  );
}
