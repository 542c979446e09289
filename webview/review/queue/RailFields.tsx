import type { ComponentChildren } from 'preact';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { LabelAnchor } from '../../../src/core/model/label.ts';
import type { QueueAction } from '../../../src/core/display/reviewKeys.ts';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { keysOf } from '../keys.ts';
import type { QueueModel } from './model.ts';
import type { OpenTrace } from './openTraces.ts';
import { statuses } from './statuses.ts';

const keys = keysOf('queue');

/** Where it broke, why, what mends it, who does, and what guards it. */
export function RailFields(props: { model: QueueModel; trace: OpenTrace }) {
  const { model, trace } = props;
  const label = trace.model.labelling.label.value;
  const cases = trace.model.skeleton.value?.summary.cases ?? [];
  return (
    <div class="railPart">
      <dl class="railFields">
        <Anchor trace={trace} words="First wrong step" anchor={label?.firstWrong ?? null} action="firstWrong" set={(step) => void trace.model.labelling.firstWrong(step)} />
        <Anchor trace={trace} words="Last good step" anchor={label?.lastGood ?? null} action="lastGood" set={(step) => void trace.model.labelling.lastGood(step)} />
        <Text trace={trace} field="cause" action="cause" words="Root cause" />
        <Text trace={trace} field="fix" action="fix" words="Fix" />
        <Text trace={trace} field="correction" action="correction" words="Correction" title="What the answer should have been" />
        <Text trace={trace} field="owner" action="owner" words="Owner" />
        <Field words="Status" of="status">
          <span class="railCase"><span class="selectBox grow">
            <select id="rail-status" title={`${keys.wordsOf('handled')} (${keys.hintOf('handled')}). ${keys.wordsOf('status')} (${keys.hintOf('status')})`} value={label?.status ?? ''} onChange={(event) => {
              const chosen = statuses.find(({ value }) => value === event.currentTarget.value);
              if (chosen) void trace.model.labelling.set({ status: chosen.value }, chosen.words);
            }}>
              {(label?.status ?? null) === null && <option value="" selected>Not set</option>}
              {statuses.map(({ value, words }) => <option key={value} value={value} selected={value === label?.status}>{words}</option>)}
            </select>
          </span><KeyCap text={keys.hintOf('handled')} /></span>
        </Field>
        <Field words="Case">
          {cases.length === 0
            ? <span class="railCase"><MarkIcon mark="unlabelled" quiet /><span class="cut">none guards this</span><button type="button" class="linkButton" disabled={trace.model.making.value} aria-keyshortcuts={keys.shortcutOf('makeCase')} onClick={() => void model.judged()?.model.makeCase()}>{trace.model.making.value ? 'Making…' : 'Make'}</button><KeyCap text={keys.hintOf('makeCase')} /></span>
            : <span class="railCase">{cases.map((id) => <button key={id} type="button" class="linkButton" title={`Open the case ${id}`} onClick={() => model.page.openCase(id)}><span class="cut">{visibleText(id)}</span></button>)}</span>}
        </Field>
      </dl>
    </div>
  );
}

function Field(props: { words: string; of?: string; children: ComponentChildren }) {
  return <div class="railField"><dt>{props.of === undefined ? props.words : <label for={`rail-${props.of}`}>{props.words}</label>}</dt><dd>{props.children}</dd></div>;
}

function Anchor(props: { trace: OpenTrace; words: string; anchor: LabelAnchor | null; action: QueueAction; set: (step: number) => void }) {
  const { trace, words, anchor, action } = props;
  const { navigation } = trace.model;
  const focused = navigation.selected.value;
  const name = anchor && (navigation.byNumber.value.get(anchor.step)?.name ?? anchor.name);
  return (
    <Field words={words}>
      <span class="railCase">
        {anchor
          ? <button type="button" class="linkButton" title={`Go to step ${anchor.step}`} onClick={() => navigation.goTo(anchor.step)}><span class="cut">{anchor.step}{name ? `, ${visibleText(name)}` : ''}</span></button>
          : <button type="button" class="railSet" disabled={focused === null} title={focused === null ? undefined : `Step ${focused} (${keys.hintOf(action)})`} onClick={() => focused !== null && props.set(focused)}>not set</button>}
        <KeyCap text={keys.hintOf(action)} />
      </span>
    </Field>
  );
}

/** Looks like text until it is entered; written when it is left. */
function Text(props: { trace: OpenTrace; field: 'cause' | 'fix' | 'correction' | 'owner'; action: QueueAction; words: string; title?: string }) {
  const { labelling } = props.trace.model;
  const { draft } = labelling;
  return (
    <Field words={props.words} of={props.field}>
      <span class="railCase"><input
        id={`rail-${props.field}`} aria-keyshortcuts={keys.shortcutOf(props.action)} class="railText" type="text" title={props.title} placeholder={props.field === 'owner' ? 'nobody yet' : 'not written yet'} value={draft.fields.value[props.field]}
        onInput={(event) => draft.set(props.field, event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && !event.ctrlKey && !event.metaKey && event.currentTarget.blur()}
        onBlur={() => draft.change.peek() !== null && void labelling.saveFields(props.field)}
      />
      <KeyCap text={keys.hintOf(props.action)} /></span>
    </Field>
  );
}
