import type { PromptChange, PromptChanges } from '../../../src/core/model/insights.ts';
import { plural } from '../../../src/core/display/numbers.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import { DiffView } from '../../shared/DiffView.tsx';
import { ErrorState } from '../../shared/ErrorState.tsx';
import { Icon } from '../../shared/Icon.tsx';
import type { TrajectoryModel } from '../model.ts';
import { roles } from './roles.ts';
import { StepLink } from './StepLink.tsx';
import type { PromptState } from './usePromptChanges.ts';
import { changeCount } from './usePromptChanges.ts';

/** How many lines of a message are shown that is new or gone as a whole. */
const linesOfOne = 40;
const changeWords = { added: 'added', removed: 'removed', changed: 'changed', same: 'the same' } as const;

/** What a model call was sent that the call before it was not: only what changed is read. */
export function PromptChangesTab(props: { model: TrajectoryModel; n: number; state: PromptState }) {
  const { model, state: { changes, failure } } = props;
  if (failure) {
    return (
      <ErrorState
        failure={failure}
        what={`The prompt at step ${props.n} cannot be compared.`}
        safe="The step itself can be read in the other tabs."
        actions={[{ words: 'Try again', run: () => model.generation.value++ }]}
      />
    );
  }
  if (!changes) return <p class="empty">Comparing the prompt at step {props.n}</p>;
  const prompt = changes.n;
  if (prompt === null) return <p class="empty">No model is called up to this step, so there is no prompt to compare.</p>;
  return (
    <div class="tabBody">
      <p class="promptHead">
        {prompt !== props.n && <>The model call before this step: <StepLink model={model} n={prompt} />. </>}
        {changes.before === null ? 'This is the first prompt of its conversation: there is none before to compare with.' : <>Against <StepLink model={model} n={changes.before} />: {summaryOf(changes)}</>}
      </p>
      {changes.before !== null && <Settings changes={changes} />}
      {changes.before !== null && changes.messages.map((entry, index) => ('count' in entry
        ? <div key={index} class="sameRun dim">{plural(entry.count, 'message')} the same</div>
        : <Changed key={index} entry={entry} />))}
    </div>
  );
}

function summaryOf(changes: PromptChanges): string {
  if (changeCount(changes) === 0) return 'nothing changed.';
  const parts = (['added', 'changed', 'removed'] as const).flatMap((change) => {
    const count = changes.messages.filter((entry) => entry.change === change).length;
    return count === 0 ? [] : [`${plural(count, 'message')} ${change}`];
  });
  const tools = changes.tools.added.length + changes.tools.removed.length + changes.tools.changed.length;
  return `${[...parts, tools > 0 && `${plural(tools, 'tool')} differ`, changes.settings.length > 0 && `${plural(changes.settings.length, 'setting')} differ`].filter(Boolean).join(', ')}.`;
}

function Changed(props: { entry: PromptChange }) {
  const { entry } = props;
  const { words, icon } = roles[entry.role];
  return (
    <article class="promptChange" aria-label={`${words}, ${changeWords[entry.change]}`}>
      <header class="messageHead">
        <Icon name={icon} />
        <span class="strong">{words}</span>
        {entry.name !== null && <span class="dim cut">{visibleText(entry.name)}</span>}
        <span class={`changeTag ${entry.change}`}>{changeWords[entry.change]}</span>
      </header>
      {entry.before === null && entry.after === null
        ? <div class="dim">Nothing in it can be read as text.</div>
        : <DiffView before={entry.before ?? ''} after={entry.after ?? ''} {...(entry.change === 'changed' ? {} : { atFirst: linesOfOne })} label={`${words}, ${changeWords[entry.change]}`} />}
    </article>
  );
}

function Settings(props: { changes: PromptChanges }) {
  const { tools, settings } = props.changes;
  const named = (['added', 'removed', 'changed'] as const).filter((change) => tools[change].length > 0);
  if (named.length === 0 && settings.length === 0) return null;
  return (
    <dl class="facts settingChanges" aria-label="Tools and settings that changed">
      {named.map((change) => (
        <div key={change} class="fact">
          <dt>Tools {change}</dt>
          <dd class={`changeTag ${change}`}>{tools[change].map(visibleText).join(', ')}</dd>
        </div>
      ))}
      {settings.map(({ name, before, after }) => (
        <div key={name} class="fact">
          <dt class="cut" title={name}>{visibleText(name)}</dt>
          <dd>{before === null ? <span class="dim">not set</span> : <del class="mono">{visibleText(before)}</del>} <span aria-hidden="true">→</span><span class="srOnly">became</span> {after === null ? <span class="dim">not set</span> : <ins class="mono">{visibleText(after)}</ins>}</dd>
        </div>
      ))}
    </dl>
  );
}
