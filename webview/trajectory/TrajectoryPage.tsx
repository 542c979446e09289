import { useLayoutEffect, useState } from 'preact/hooks';
import { visibleText } from '../../src/core/display/visibleText.ts';
import { LabelBar } from '../label/LabelBar.tsx';
import { LabelForm } from '../label/LabelForm.tsx';
import { SaveFailure } from '../label/SaveState.tsx';
import { SelectionButton } from '../label/SelectionButton.tsx';
import { ErrorState } from '../shared/ErrorState.tsx';
import { Icon } from '../shared/Icon.tsx';
import { KeySheet } from '../shared/KeySheet.tsx';
import { LiveRegion } from '../shared/LiveRegion.tsx';
import { Notice } from '../shared/Notice.tsx';
import { Details } from './details/Details.tsx';
import { Header } from './Header.tsx';
import { KnownFacts } from './KnownFacts.tsx';
import { MadeCase } from './MadeCase.tsx';
import { MendedNotes } from './MendedNotes.tsx';
import type { TrajectoryModel } from './model.ts';
import { Overview } from './overview/Overview.tsx';
import { Questions } from './Questions.tsx';
import { handlePageKey } from './pageKeys.ts';
import { selectWithin } from './selectWithin.ts';
import { Splitter } from './Splitter.tsx';
import { StepsPane } from './tree/StepsPane.tsx';
import { useMedia } from '../shared/useMedia.ts';
import { Waiting } from '../shared/Waiting.tsx';

export function TrajectoryPage(props: { model: TrajectoryModel }) {
  const { model } = props;
  const status = model.status.value;
  // Before the first paint: a key that follows what is seen is heard.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => handlePageKey(event, model);
    const onSelection = () => model.answer.read();
    document.addEventListener('selectstart', selectWithin);
    document.addEventListener('keydown', onKey);
    document.addEventListener('selectionchange', onSelection);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('selectionchange', onSelection);
      document.removeEventListener('selectstart', selectWithin);
    };
  }, [model]);
  return (
    <>
      {model.skeleton.value ? <Reader model={model} /> : status.kind === 'loading' && <Waiting title="Trajectory" words="Reading the steps" />}
      {status.kind === 'failed' && !model.skeleton.value && (
        <main class="alone">
          <h1 class="srOnly">Trajectory</h1>
          <ErrorState failure={status.failure} what="The trace cannot be shown." safe="Labels and cases are kept." actions={[{ words: 'Try again', run: model.retry }]} />
        </main>
      )}
      <SelectionButton model={model} />
      <KeySheet open={model.sheetOpen.value} onClose={() => (model.sheetOpen.value = false)} />
      <LiveRegion spoken={model.spoken} />
    </>
  );
}

function Reader(props: { model: TrajectoryModel }) {
  const { model } = props;
  const stacked = useMedia('(max-width: 699px)');
  // As at twice the size beside a side bar: the steps and their details come first.
  const short = useMedia('(max-height: 480px)');
  const [aboutOpen, setAbout] = useState(false);
  const about = aboutOpen || !short;
  const status = model.status.value;
  const notes = model.skeleton.value?.notes ?? [];
  useLayoutEffect(() => {
    const summary = model.skeleton.value?.summary;
    if (summary) document.title = visibleText(summary.query ?? summary.name ?? summary.id);
  }, [model.skeleton.value]);
  return (
    <div class={['page', stacked && 'stacked', short && 'short'].filter(Boolean).join(' ')} style={{ '--split': model.navigation.split.value }}>
      <header class="head">
        <Header model={model} />
        {short && (
          <button type="button" class="questionsFold" aria-expanded={about} onClick={() => setAbout(!about)}>
            <Icon name={about ? 'chevron-down' : 'chevron-right'} small />Questions, facts and overview
          </button>
        )}
        {about && <Questions model={model} foldable={stacked && !short} />}
        {about && <KnownFacts model={model} />}
        {status.kind === 'removed' && (
          <Notice kind="warning">
            This trace was removed from the index. What is shown here stays until the page is closed; labels and cases are kept. Import the file again to bring it back.
          </Notice>
        )}
        {status.kind === 'failed' && (
          <Notice kind="error">
            The trace could not be read again: {status.failure.message} <button type="button" class="linkButton" onClick={model.retry}>Try again</button>
          </Notice>
        )}
        <MadeCase model={model} />
        {notes.length > 0 && <MendedNotes model={model} />}
      </header>
      {about && <Overview model={model} />}
      <main class="split">
        <StepsPane model={model} />
        <Splitter model={model} stacked={stacked} />
        <section class="pane detailPane" id="details" aria-label="Details of the step">
          <Details model={model} />
        </section>
      </main>
      <section class="labelArea" aria-label="Label">
        <LabelForm model={model} />
        <LabelBar model={model} />
        <SaveFailure model={model} />
      </section>
    </div>
  );
}
