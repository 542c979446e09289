import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Decision, ProposalGroup } from '../../src/core/model/proposal.ts';
import type { ShownProposal } from '../../src/protocol/proposalApi.ts';
import { Icon } from '../shared/Icon.tsx';
import { KeyCap } from '../shared/KeyCap.tsx';
import { makeKeys } from './keys.ts';
import { stateWords } from './model.ts';
import type { MakeModel } from './model.ts';

const groups: readonly { readonly group: ProposalGroup; readonly words: string }[] = [
  { group: 'input', words: 'Input' }, { group: 'expectations', words: 'Expectations' }, { group: 'answer', words: 'Answer' }, { group: 'limits', words: 'Limits' },
];
const choices: readonly { readonly state: Decision; readonly action: 'keep' | 'loosen' | 'drop'; readonly words: string; readonly icon: string }[] = [
  { state: 'kept', action: 'keep', words: 'Keep', icon: 'check' }, { state: 'loosened', action: 'loosen', words: 'Loosen', icon: 'unfold' }, { state: 'dropped', action: 'drop', words: 'Drop', icon: 'close' },
];
const isLooser = (state: Decision): boolean => state === 'worded' || state === 'typed' || state === 'loosened';
const iconOf = (state: Decision): string => choices.find((each) => each.state === (isLooser(state) ? 'loosened' : state))!.icon;

/** What the case will say, one line an expectation. */
export function Proposals(props: { model: MakeModel }) {
  const { model } = props;
  const all = model.proposals.value;
  return (
    <section class="proposalPart" aria-labelledby="saysHead">
      <div class="partHead">
        <h2 id="saysHead" class="strong">What the case will say</h2>
        <span class="grow" />
        <span class="dim small keyHints">{choices.map(({ action }) => <span key={action}><KeyCap text={makeKeys.hintOf(action)} /> {makeKeys.wordsOf(action)}</span>)}</span>
      </div>
      <div class="proposals" role="grid" aria-label="Proposed expectations">
        {groups.map(({ group, words }) => {
          const own = all.filter((each) => each.group === group);
          return own.length > 0 && (
            <div key={group} role="rowgroup" aria-label={words}>
              <div class="groupHead dim small" role="presentation">{words}</div>
              {own.map((each) => <Row key={each.id} model={model} proposal={each} />)}
            </div>
          );
        })}
      </div>
    </section>
  );
}

function Row(props: { model: MakeModel; proposal: ShownProposal }) {
  const { model, proposal } = props;
  const { id, title, why, steps, saidBy, states, state, looser } = proposal;
  const row = useRef<HTMLDivElement>(null);
  const isFocused = model.focused.value?.id === id;
  // At once: a focus that comes after the next key would take the choice back to where it was.
  useLayoutEffect(() => {
    // The keys move the focus; a person who types elsewhere keeps theirs.
    if (isFocused && (document.activeElement === document.body || document.activeElement?.closest('.proposals'))) row.current?.focus();
  }, [isFocused]);
  const said = title.map(({ text }) => text).join('');
  const [first] = steps;
  return (
    <div ref={row} class={`proposal ${isLooser(state) ? 'loosened' : state} ${isFocused ? 'focused' : ''}`} role="row" tabIndex={isFocused ? 0 : -1} aria-selected={isFocused} aria-describedby={isFocused && looser ? 'looser' : undefined} aria-label={`${stateWords[state]}: ${said}`} onFocus={() => model.focus(id)} onClick={() => model.focus(id)} onMouseEnter={() => model.pointAt(first)} onMouseLeave={() => model.pointAt(model.focused.value?.steps[0])}>
      <span class="proposalState" role="gridcell"><Icon name={iconOf(state)} small />{stateWords[state]}</span>
      <span class="proposalText" role="gridcell">
        <span class="proposalTitle">{title.map((part, at) => (part.code ? <code key={at} class="mono">{part.text}</code> : part.text))}</span>
        <span class="proposalWhy dim small">{why}</span>
        {isFocused && looser && <span class="proposalLooser small" id="looser"><KeyCap text={makeKeys.hintOf('loosen')} /> {looser.title.map((part, at) => (part.code ? <code key={at} class="mono">{part.text}</code> : part.text))}</span>}
      </span>
      <span class="proposalStep" role="gridcell">
        {first === undefined ? <span class="dim small">{saidBy ?? ''}</span> : <button type="button" class="linkButton" tabIndex={isFocused ? 0 : -1} onClick={() => model.openStep(first)}>{steps.length === 1 ? `step ${first}` : `steps ${first} to ${steps.at(-1)}`}</button>}
      </span>
      <span class="proposalChoices" role="gridcell">
        {states.length > 1 && choices.filter((each) => each.state !== 'loosened' || states.some(isLooser)).map((each) => (
          <button key={each.state} type="button" class="iconButton" tabIndex={-1} aria-label={`${each.words}: ${said}`} title={each.state === 'loosened' && looser ? `Loosen (${makeKeys.hintOf(each.action)}): ${looser.title.map(({ text }) => text).join('')}` : `${each.words} (${makeKeys.hintOf(each.action)})`} aria-pressed={state === each.state || (each.state === 'loosened' && isLooser(state))} onClick={() => void (each.state === 'loosened' ? model.loosen(id) : model.decide(each.state, id))}><Icon name={each.icon} small /></button>
        ))}
      </span>
    </div>
  );
}
