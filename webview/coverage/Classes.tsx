import { formatCount, plural } from '../../src/core/display/numbers.ts';
import type { ClassCoverage, Coverage, ModeCoverage } from '../../src/core/model/coverage.ts';
import { MarkIcon } from '../shared/MarkIcon.tsx';
import type { CoverageModel } from './model.ts';
import { Bar, Part } from './Part.tsx';

/** Failure classes, those without a guarding case first, as the engine orders them. */
export function Classes(props: { model: CoverageModel; coverage: Coverage }) {
  const { model, coverage: { classes, unclassified } } = props;
  const inUse = classes.filter(({ failures, cases }) => failures > 0 || cases > 0);
  const others = classes.filter(({ failures, cases }) => failures === 0 && cases === 0);
  const most = Math.max(1, ...inUse.map(({ failures }) => failures));
  const lines = [
    ...(inUse.length === 0 ? ['Not measured: no trace is labelled as failed, and no case names a failure class.'] : []),
    ...(unclassified > 0 ? [`${plural(unclassified, 'labelled failure')} ${unclassified === 1 ? 'names' : 'name'} no class in use.`] : []),
    ...(others.length > 0 && inUse.length > 0 ? [`Without a failure and without a case: ${others.map(({ name }) => name).join(', ')}.`] : []),
  ];
  return <Part model={model} id="classes" title="Failure classes" lines={lines} rows={inUse.map((each) => <ClassRow key={each.id} model={model} of={each} most={most} />)} />;
}

function ClassRow(props: { model: CoverageModel; of: ClassCoverage; most: number }) {
  const { model, of, most } = props;
  const modes = of.modes.filter(({ failures, cases }) => failures > 0 || cases > 0);
  return (
    <li class="coverageRow">
      <div class="rowHead">
        <MarkIcon mark={of.unguarded ? 'warning' : 'pass'} words={of.unguarded ? 'No guarding case' : of.failures > 0 ? 'Guarded' : 'No failure to guard against'} />
        <span class="rowName cut" title={of.id}><span class="strong">{of.name}</span>{of.unguarded && <span class="rowWhy"> no guarding case</span>}</span>
        <Bar share={of.failures / most} guarded={!of.unguarded} />
        <span class="rowNumbers">
          {of.failures > 0 ? <button type="button" class="linkButton" onClick={() => model.showTraces('failure', of.id)}>{plural(of.failures, 'failure')}</button> : <span class="dim">No failure</span>}
          {of.cases > 0 ? <button type="button" class="linkButton" onClick={() => model.showCases('failure', of.id)}>{caseWords(of)}</button> : <span class="dim">No case</span>}
        </span>
      </div>
      {modes.length > 0 && <ul class="modes">{modes.map((mode) => <li key={mode.id}><span>{mode.name}</span><span class="dim">{modeWords(mode)}</span></li>)}</ul>}
    </li>
  );
}

const caseWords = ({ cases, active, proven }: ClassCoverage): string => `${plural(cases, 'case')}, ${formatCount(active)} active, ${formatCount(proven)} proven`;

function modeWords({ failures, cases, active, unguarded }: ModeCoverage): string {
  return [plural(failures, 'failure'), unguarded ? 'no guarding case' : `${plural(cases, 'case')}, ${formatCount(active)} active`].join(', ');
}
