import { blindSentence } from '../../../src/core/display/failureWords.ts';
import { plural } from '../../../src/core/display/numbers.ts';
import { saturationHint, saturationWords } from '../../../src/core/display/taxonomyWords.ts';
import { Button } from '../../controls/Button.tsx';
import { ErrorState } from '../../shared/ErrorState.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { Notice } from '../../shared/Notice.tsx';
import { firstHint, keysOf } from '../keys.ts';
import { ClassList } from './ClassList.tsx';
import type { TaxonomyModel } from './model.ts';
import { Notes } from './Notes.tsx';

/** The kinds of failure at the left, what people wrote of them at the right. */
export function TaxonomyView(props: { model: TaxonomyModel }) {
  const { model } = props;
  const failure = model.failure.value;
  const read = model.overview.value;
  const keys = keysOf('taxonomy');
  if (failure) return <ErrorState failure={failure} what="The classes cannot be shown." safe="Labels are kept." actions={[{ words: 'Try again', run: () => void model.refresh() }, { words: 'Open taxonomy.yaml', run: () => void model.page.ask(model.page.api.openTaxonomyFile({})) }]} />;
  if (read === null) return <p class="empty">Reading the classes</p>;
  return (
    <div class="taxonomy">
      <header class="taxonomyBar">
        <p class="taxonomySummary"><strong>Failure classes</strong> <span class="dim">{plural(read.classes.length, 'class', 'classes')}, {plural(read.failures, 'failure')}</span></p>
        <p class="dim saturation" title={saturationHint(read.saturation, model.nameOf)}>{saturationWords(read.saturation)}</p>
        <span class="grow" />
        <span class="buttonRow">
          <Button onClick={() => void model.page.ask(model.page.api.openTaxonomyFile({}))}>Open taxonomy.yaml</Button>
          <Button shortcut={keys.shortcutOf('newClass')} onClick={() => model.openForm('new')}><span class="buttonText">New class <KeyCap text={keys.hintOf('newClass')} /></span></Button>
        </span>
      </header>
      {read.warnings.map((warning) => <Notice key={warning} kind="warning">{warning}</Notice>)}
      {read.hidden > 0 && <Notice kind="info">{blindSentence(read.hidden, false)} <button type="button" class="linkButton" onClick={() => model.page.goTo('queue')}>Go to the queue</button></Notice>}
      <div class="taxonomySplit">
        <ClassList model={model} />
        <Notes model={model} />
      </div>
      <footer class="patternsFoot">
        <span class="keyHints dim">
          <span><KeyCap text={firstHint(keys, 'nextNote')} /> <KeyCap text={firstHint(keys, 'previousNote')} /> note</span><span><KeyCap text={keys.hintOf('pick')} /> select</span><span><KeyCap text={keys.hintOf('sort')} /> sort into a class</span><span><KeyCap text={keys.hintOf('newClass')} /> new class of them</span><span><KeyCap text={keys.hintOf('split')} /> split off</span><span><KeyCap text={keys.hintOf('undo')} /> undo</span>
        </span>
        <span class="dim cut">{model.saving.value ? 'Saving' : model.done.value ?? (read.file === null ? 'casebook/taxonomy.yaml is made with the first change' : `Changes are written to ${read.file}`)}</span>
      </footer>
    </div>
  );
}
