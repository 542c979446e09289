import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatDate, formatWhen } from '../../../src/core/display/time.ts';
import type { Disagreement, SaidOf } from '../../../src/core/model/agreement.ts';
import { Button } from '../../controls/Button.tsx';
import { Select } from '../../controls/Select.tsx';
import { IconButton } from '../../shared/IconButton.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { keysOf } from '../keys.ts';
import type { AgreementModel } from './model.ts';

const marks = { pass: 'pass', fail: 'fail', defer: 'deferred' } as const;
const verdicts = { pass: 'Pass', fail: 'Fail', defer: 'Deferred' } as const;

/** What reviewers say of one trace, side by side, and the ways to decide. */
export function DisagreementItem(props: { model: AgreementModel; of: Disagreement }) {
  const { model, of } = props;
  const isFocused = model.focused.value === of.trace;
  const keys = keysOf('agreement');
  return (
    <li class={isFocused ? 'disagreement focused' : 'disagreement'} data-trace={of.trace} tabIndex={isFocused ? 0 : -1} onFocusIn={() => model.focus(of.trace)} aria-label={of.title}>
      <header class="disagreementHead">
        <h3 class="cut strong" title={of.title}>{of.title}</h3>
        <span class="dim small noWrap">{of.about === 'verdict' ? 'pass or fail' : 'the class alone'}</span>
        <span class="grow" />
        {of.orphan ? <span class="dim small noWrap">Not imported here</span> : <IconButton icon="go-to-file" label={`Open ${of.title}`} onClick={() => model.page.openTrace(of.trace, of.said.find(({ step }) => step)?.step?.n)} />}
      </header>
      <div class="saidBy">
        {of.said.map((said, n) => <Said key={said.by} model={model} of={of} said={said} n={n} />)}
      </div>
      {of.decision !== null && <p class="decision small"><MarkIcon mark={marks[of.decision.verdict]} quiet /> Decided by {of.decision.by}: {of.decision.verdict}{of.decision.class === null || of.decision.verdict === 'pass' ? '' : `, ${model.nameOf(of.decision.class.class)}`} <span class="dim">{formatWhen(Date.parse(of.decision.at) * 1000, Date.now() * 1000)}</span></p>}
      {isFocused && model.choosing.value ? <ChooseClass model={model} of={of} /> : (
        <div class="buttonRow decide">
          <span class="dim small">{of.decision === null ? 'Or decide' : 'Decide otherwise'}</span>
          <Button shortcut={keys.shortcutOf('pass')} disabled={model.saving.value} onClick={() => void model.decide('pass', undefined, of)}><span class="buttonText">Pass {isFocused && <KeyCap text={keys.hintOf('pass')} />}</span></Button>
          <Button shortcut={keys.shortcutOf('fail')} disabled={model.saving.value} onClick={() => {
            model.focus(of.trace);
            model.chooseClass();
          }}><span class="buttonText">Fail… {isFocused && <KeyCap text={keys.hintOf('fail')} />}</span></Button>
        </div>
      )}
    </li>
  );
}

function Said(props: { model: AgreementModel; of: Disagreement; said: SaidOf; n: number }) {
  const { model, of, said, n } = props;
  const us = Date.parse(said.at) * 1000;
  const isFocused = model.focused.value === of.trace;
  const decides = said.verdict === 'pass' || said.verdict === 'fail';
  return (
    <div class="said" role="group" aria-label={`What ${said.by} says`}>
      <p class="saidWho"><strong class="cut">{said.by}</strong><span class="dim small noWrap" title={formatDate(us)}>{formatWhen(us, Date.now() * 1000)}</span></p>
      <p class="saidVerdict">
        <MarkIcon mark={said.verdict === null ? 'unlabelled' : marks[said.verdict]} quiet />
        <span>{said.verdict === null ? 'No verdict' : verdicts[said.verdict]}{said.class === null ? '' : `, ${model.nameOf(said.class.class)}`}</span>
        {said.sortedBy !== null && <span class="dim small">sorted by {said.sortedBy}</span>}
      </p>
      {said.step && <p class="dim small">first wrong: {said.step.n}{said.step.name === null ? '' : ` ${said.step.name}`}</p>}
      <p class={said.note === '' ? 'saidNote dim' : 'saidNote'}>{said.note === '' ? 'No note' : said.note}</p>
      {decides && <div class="saidSide"><Button disabled={model.saving.value} onClick={() => void model.sideWith(n, of)}><span class="buttonText">Side with {said.by} {isFocused && n < 9 && <KeyCap text={String(n + 1)} />}</span></Button></div>}
    </div>
  );
}

function ChooseClass(props: { model: AgreementModel; of: Disagreement }) {
  const { model, of } = props;
  const box = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => box.current?.querySelector('select')?.focus(), []);
  const keys = keysOf('agreement');
  const { classes } = model.view.value!;
  const named = of.said.find((said) => said.class && classes.some(({ id }) => id === said.class!.class))?.class?.class ?? '';
  const chosen = useRef(named);
  const decide = (): void => void model.decide('fail', chosen.current === '' ? null : { class: chosen.current }, of);
  return (
    <form class="decide chooseClass" ref={box} aria-label="Decide fail" onSubmit={(event) => {
      event.preventDefault();
      decide();
    }}>
      <Select label="Fail, of class" value={named} choices={[{ value: '', label: 'No class' }, ...classes.map(({ id, name }) => ({ value: id, label: name }))]} onChange={(value) => (chosen.current = value)} />
      <div class="buttonRow">
        <Button kind="primary" disabled={model.saving.value} shortcut={keys.shortcutOf('save')} onClick={decide}><span class="buttonText">Decide fail <KeyCap text={keys.hintOf('save')} /></span></Button>
        <Button onClick={() => (model.choosing.value = false)}>Cancel</Button>
      </div>
    </form>
  );
}
