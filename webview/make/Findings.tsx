import type { CasePreview } from '../../src/protocol/makeApi.ts';
import { Badge } from '../controls/Badge.tsx';
import { Icon } from '../shared/Icon.tsx';
import type { MakeModel } from './model.ts';

/** What looks like a secret or personal data. Each is decided on before anything is written. */
export function Findings(props: { model: MakeModel; view: CasePreview }) {
  const { model, view } = props;
  const { decided } = model.kept.value;
  const open = model.undecided.value;
  const replaced = view.findings.filter(({ id }) => decided[id] === true).length;
  const typed = view.problems.filter(({ code }) => code === 'redaction').length;
  const keptByYou = view.findings.filter(({ id }) => decided[id] === false).length;
  return (
    <section class="findings" aria-labelledby="redactionHead">
      <div class="partHead">
        <h2 id="redactionHead" class="strong">Redaction</h2>
        {view.findings.length > 0 && <Badge count={view.findings.length} />}
        <span class="grow" />
        <span class="dim">{view.findings.length === 0 && typed === 0 ? 'Nothing found' : [...(view.findings.length > 0 ? [`${replaced} replaced`] : []), ...(keptByYou > 0 ? [`${keptByYou} kept by you`] : []), ...(open.length > 0 ? [`${open.length} to decide`] : []), ...(typed > 0 ? [`${typed} typed into the text`] : [])].join(', ')}</span>
      </div>
      {view.findings.map(({ id, detector, kind, excerpt, replacement, where }) => {
        const answer = decided[id];
        return (
          <div key={id} class={`finding ${answer === undefined ? 'open' : ''}`} role="group" aria-label={`${detector} in ${where}`}>
            <Icon name={kind === 'secret' ? 'key' : 'person'} small />
            <span class="findingKind">{detector}</span>
            <span class="findingText">
              {answer === false ? <code class="mono">{excerpt}</code> : <><del class="mono">{excerpt}</del> → <code class="mono">{replacement}</code></>}
              <span class="dim small findingPlace">{where}{answer === false ? ', kept by you' : ''}</span>
            </span>
            <span class="findingChoices">
              {answer !== true && <button type="button" class="linkButton" onClick={() => void model.decideFinding(id, true)}>Replace</button>}
              {answer !== false && <button type="button" class="linkButton" onClick={() => void model.decideFinding(id, false)}>Keep</button>}
            </span>
          </div>
        );
      })}
      <p class="dim small detectors">The detectors read every value this file will hold.</p>
    </section>
  );
}
