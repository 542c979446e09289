import { formatCount } from '../../../src/core/display/numbers.ts';
import { formerWords, guardWords } from '../../../src/core/display/taxonomyWords.ts';
import type { ClassOverview, FormerClass } from '../../../src/core/model/taxonomyOverview.ts';
import { Icon } from '../../shared/Icon.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { keysOf } from '../keys.ts';
import { ClassForm } from './ClassForm.tsx';
import type { TaxonomyModel } from './model.ts';

/** The classes, the chosen one with what it means. */
export function ClassList(props: { model: TaxonomyModel }) {
  const { model } = props;
  const { classes, former, unsorted } = model.overview.value!;
  const none = model.chosen.value === null;
  return (
    <nav class="classList" aria-label="Failure classes">
      <button type="button" class="kindRow" aria-current={none} onClick={() => model.choose(null)}>
        <Icon name="note" small />
        <span class="cut strong">Notes without a class</span>
        <span class="number strong">{formatCount(unsorted)}</span>
      </button>
      <ul>
        {classes.map((each, at) => <ClassItem key={each.id} model={model} of={each} digit={at < 9 ? String(at + 1) : null} />)}
      </ul>
      <OtherClasses model={model} title="Not listed" of={former.filter(({ state }) => state === 'unknown')} />
      <OtherClasses model={model} title="Not in use" of={former.filter(({ state }) => state !== 'unknown')} />
    </nav>
  );
}

/** Classes that nobody can choose: what labels or cases name without its being in the file, or what was merged or retired. */
function OtherClasses(props: { model: TaxonomyModel; title: string; of: readonly FormerClass[] }) {
  const { model, title, of } = props;
  if (of.length === 0) return null;
  return (
    <section class="formerClasses" aria-label={title}>
      <h2 class="caption">{title}</h2>
      <ul>
        {of.map((each) => (
          <li key={each.id} class="formerClass">
            <span class="formerName"><span class="cut">{each.name}</span><button type="button" class="linkButton" aria-label={`${each.state === 'unknown' ? 'List it:' : 'Restore'} ${each.name}`} onClick={() => void model.restore(each.id)}>{each.state === 'unknown' ? 'List it' : 'Restore'}</button></span>
            <span class={`small ${each.state === 'unknown' ? 'warn' : 'dim'}`}>{formerWords(each, model.nameOf)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ClassItem(props: { model: TaxonomyModel; of: ClassOverview; digit: string | null }) {
  const { model, of, digit } = props;
  const isChosen = model.chosen.value === of.id;
  const guard = of.guarding > 0 ? 'pass' : of.failures > 0 ? 'circle-slash' : 'dash';
  return (
    <li class={isChosen ? 'classItem chosen' : 'classItem'}>
      <button type="button" class="kindRow" aria-current={isChosen} title={`${of.name}: ${guardWords(of)}`} onClick={() => model.choose(of.id)}>
        {digit === null ? <span /> : <KeyCap text={digit} />}
        <span class="cut">{of.name}</span>
        <span class="number">{formatCount(of.failures)}</span>
        <span class="classGuard dim small cut"><Icon name={guard} small />{guardWords(of)}</span>
      </button>
      {isChosen && <ClassDetails model={model} of={of} />}
    </li>
  );
}

function ClassDetails(props: { model: TaxonomyModel; of: ClassOverview }) {
  const { model, of } = props;
  const form = model.form.value;
  const keys = keysOf('taxonomy');
  if (form && form.kind !== 'new' && form.class === of.id) return <ClassForm model={model} form={form} />;
  return (
    <div class="classDetails">
      <button type="button" class="definition" title={`Edit (${keys.hintOf('edit')})`} aria-keyshortcuts={keys.shortcutOf('edit')} onClick={() => model.openForm('edit')}>
        {of.definition === '' ? <span class="dim">No definition yet</span> : of.definition}<span class="srOnly">, edit</span>
      </button>
      <p class="small classExample">
        <span class="dim">Example </span>
        {of.example === null ? <span class="dim exampleHint">none yet{of.failures > 0 && <>; <KeyCap text={keys.hintOf('example')} /> takes the focused note</>}</span> : of.example.trace === null ? of.example.text : <button type="button" class="linkButton breakable" onClick={() => model.page.openTrace(of.example!.trace!)}>{of.example.text === '' ? of.example.trace : of.example.text}</button>}
      </p>
      {of.merged.length > 0 && <p class="small dim">Took over {of.merged.map(model.nameOf).join(', ')}</p>}
      {of.modes.length > 0 && (
        <dl class="modes small">
          {of.modes.map((mode) => <div key={mode.id} title={mode.definition}><dt class="cut">{mode.name}</dt><dd class="number dim">{formatCount(mode.failures)}</dd></div>)}
        </dl>
      )}
      <div class="classActions">
        <button type="button" class="quietButton" aria-keyshortcuts={keys.shortcutOf('edit')} onClick={() => model.openForm('edit')}>Edit <KeyCap text={keys.hintOf('edit')} /></button>
        <button type="button" class="quietButton" aria-keyshortcuts={keys.shortcutOf('mode')} onClick={() => model.openForm('mode')}>Add mode <KeyCap text={keys.hintOf('mode')} /></button>
        <button type="button" class="quietButton" aria-keyshortcuts={keys.shortcutOf('merge')} onClick={() => model.openForm('merge')}>Merge into… <KeyCap text={keys.hintOf('merge')} /></button>
        <button type="button" class="quietButton" aria-keyshortcuts={keys.shortcutOf('retire')} title="It is offered no more; what carries it keeps it" onClick={() => void model.retire()}>Retire <KeyCap text={keys.hintOf('retire')} /></button>
        {!of.builtIn && <button type="button" class="quietButton" onClick={() => void model.remove(of.id)}>Remove</button>}
      </div>
    </div>
  );
}
