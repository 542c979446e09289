import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import { hintOf } from '../../keys.ts';
import { Icon } from '../../shared/Icon.tsx';
import { IconButton } from '../../shared/IconButton.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import type { TrajectoryModel } from '../model.ts';

const views = [['tree', 'Tree'], ['timeline', 'Timeline']] as const;

/** Above the rows: how they are shown, find, errors, folding. */
export function TreeBar(props: { model: TrajectoryModel }) {
  const { navigation } = props.model;
  const failures = navigation.failures.value.length;
  const found = navigation.find.value.trim() === '' ? undefined : navigation.rows.value.found;
  return (
    <div class="bar treeBar">
      <div class="viewSwitch" role="group" aria-label="Show the steps as">
        {views.map(([view, words]) => (
          <button key={view} type="button" class="viewButton" aria-pressed={navigation.view.value === view} title={`${words} (${hintOf('view')})`} onClick={() => (navigation.view.value = view)}>{words}</button>
        ))}
      </div>
      <label class="find">
        <Icon name="search" small />
        <span class="srOnly">Find steps by name, detail or error</span>
        <input
          id="find"
          type="text"
          placeholder="Find steps"
          title="Finds steps by name, detail or error; what messages and payloads say is not searched"
          spellcheck={false}
          autocomplete="off"
          aria-keyshortcuts="/"
          value={navigation.find.value}
          onInput={(event) => navigation.setFind(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            event.stopPropagation();
            document.querySelector<HTMLElement>('[role="treegrid"] [role="row"][tabindex="0"]')?.focus();
          }}
        />
        {found === undefined ? <KeyCap action="find" /> : <span class="dim number noWrap">{formatCount(found)}</span>}
      </label>
      <span class="grow" />
      {failures > 0 && (
        <button type="button" class="quietButton" title={`Next failed step (${hintOf('nextError')})`} onClick={() => navigation.nextError(1)}>
          <MarkIcon mark="failed" quiet />
          <span class="noWrap">{plural(failures, 'failed step')}</span>
          <KeyCap action="nextError" />
        </button>
      )}
      <IconButton icon="collapse-all" label="Fold all steps" action="foldAll" onClick={() => navigation.foldAll(true)} />
      <IconButton icon="expand-all" label="Unfold all steps" action="unfoldAll" onClick={() => navigation.foldAll(false)} />
    </div>
  );
}
