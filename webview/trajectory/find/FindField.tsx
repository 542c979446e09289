import { hintOf, shortcutOf } from '../../keys.ts';
import { Icon } from '../../shared/Icon.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import type { TrajectoryModel } from '../model.ts';

const toggles = [['matchCase', 'case-sensitive', 'Match case'], ['word', 'whole-word', 'Match whole word'], ['regex', 'regex', 'Use regular expression']] as const;

/** The field of the find bar. Letters search at once; Enter goes from hit to hit, and to a step where its number was typed. */
export function FindField(props: { model: TrajectoryModel }) {
  const { model } = props;
  const { find } = model;
  const query = find.query.value;

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const list = document.querySelector<HTMLElement>('#hits [role="row"][tabindex="0"], [role="treegrid"] [role="row"][tabindex="0"]');
      if (event.key === 'ArrowUp' || !list) return;
      event.preventDefault();
      event.stopPropagation();
      list.focus();
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      if (find.jump.value) goToTyped(model);
      else find.next(event.shiftKey ? -1 : 1);
    }
  }

  return (
    <div class={find.active.value ? 'find used' : 'find'} role="search">
      <Icon name="search" small />
      <input
        id="find"
        type="text"
        aria-label="Find in trace"
        placeholder="Find in trace"
        title={`Finds in everything the trace says, opened or not; #12 goes to step 12 (${hintOf('find')})`}
        spellcheck={false}
        autocomplete="off"
        aria-keyshortcuts={shortcutOf('find')}
        aria-invalid={find.report.value?.badPattern !== undefined}
        aria-controls={find.active.value ? 'hits' : undefined}
        value={query.text}
        onFocus={() => find.prepare()}
        onInput={(event) => find.type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {!find.active.value && <KeyCap action="find" />}
      <span class="findToggles">
        {toggles.map(([name, icon, words]) => (
          <button key={name} type="button" class="findToggle" aria-label={words} title={words} aria-pressed={query[name]} onClick={() => find.set({ [name]: !query[name] })}><Icon name={icon} small /></button>
        ))}
      </span>
    </div>
  );
}

/** To the step whose number is typed. */
export function goToTyped(model: TrajectoryModel): void {
  const { find, navigation } = model;
  const n = find.jump.value?.n ?? null;
  if (n === null) return;
  if (!navigation.byNumber.value.has(n)) return model.remark(`There is no step ${n}: the last is ${Math.max(...navigation.byNumber.value.keys())}`);
  find.clear();
  document.querySelector<HTMLInputElement>('#find')?.blur();
  navigation.goTo(n);
  return undefined;
}

/** Puts the focus where a step's number can be typed. */
export function askForStep(model: TrajectoryModel): void {
  const field = document.querySelector<HTMLInputElement>('#find');
  if (!field) return;
  field.focus();
  model.find.set({ text: ':' });
  requestAnimationFrame(() => field.setSelectionRange(1, 1));
}
