import { useState } from 'preact/hooks';
import { formatCount, plural } from '../../src/core/display/numbers.ts';
import type { ShownCheck, ShownText } from '../../src/core/model/runView.ts';
import { DiffView } from '../shared/DiffView.tsx';
import { Icon } from '../shared/Icon.tsx';
import { OutcomeMark } from './OutcomeMark.tsx';

/** Longer values are compared line by line. */
const shortText = 100;

/** Failed ones with what they expected and found; the others in a line each, folded. */
export function Checks(props: { checks: readonly ShownCheck[] }) {
  const told = props.checks.filter(({ outcome }) => outcome === 'fail' || outcome === 'error');
  const others = props.checks.filter(({ outcome }) => outcome === 'pass' || outcome === 'n/a');
  const [open, setOpen] = useState(told.length === 0);
  if (props.checks.length === 0) return null;
  return (
    <div class="checks">
      <ul>{told.map((check) => <Told key={check.id} check={check} />)}</ul>
      {others.length > 0 && (
        <button type="button" class="quietButton othersFold" aria-expanded={open} onClick={() => setOpen(!open)}><Icon name={open ? 'chevron-down' : 'chevron-right'} small />{othersWords(others)}</button>
      )}
      {open && <ul>{others.map((check) => <li key={check.id} class="check quiet"><CheckLine check={check} /></li>)}</ul>}
    </div>
  );
}

function othersWords(others: readonly ShownCheck[]): string {
  const passed = others.filter(({ outcome }) => outcome === 'pass').length;
  return [...(passed > 0 ? [`${plural(passed, 'check')} ${passed === 1 ? 'passes' : 'pass'}`] : []), ...(others.length > passed ? [`${formatCount(others.length - passed)} n/a`] : [])].join(', ');
}

function CheckLine(props: { check: ShownCheck }) {
  const { id, outcome, gating, reason, step, score } = props.check;
  return (
    <p class="checkLine">
      <OutcomeMark outcome={outcome} />
      <span class="checkWords"><span class="strong">{id}</span>{!gating && <span class="tag checkTag">advisory</span>} {reason}{step !== null && !reason.includes(`step ${step}`) && <span class="dim"> step {step}</span>}{score !== null && score > 0 && score < 1 && <span class="dim number"> score {score.toFixed(3)}</span>}</span>
    </p>
  );
}

function Told(props: { check: ShownCheck }) {
  const { check } = props;
  const { expected, actual } = check;
  const isShort = [expected, actual].every(({ text }) => text.length <= shortText && !text.includes('\n'));
  return (
    <li class="check">
      <CheckLine check={check} />
      {check.outcome === 'fail' && (isShort
        ? <dl class="expectedActual mono"><dt>{isForbidden(check) ? 'Forbidden' : 'Expected'}</dt><dd>{shown(expected)}</dd><dt>Actual</dt><dd>{shown(actual)}</dd></dl>
        : (
          <>
            <p class="dim diffLegend"><span class="diffSign removed">{'\u2212'}</span> {isForbidden(check) ? 'forbidden' : 'expected'} <span class="diffSign added">+</span> actual</p>
            <DiffView before={expected.text} after={actual.text} label={`Expected and actual of ${check.id}`} atFirst={60} />
            <CutLine of={expected.whole > expected.text.length ? expected : actual} />
          </>
        ))}
    </li>
  );
}

const isForbidden = ({ id }: ShownCheck): boolean => id.startsWith('forbidden');
const shown = ({ text }: ShownText): string => (text === '' ? 'empty text' : text === 'null' ? 'nothing' : text);

/** Says what is not here. */
export function CutLine(props: { of: ShownText }) {
  const { text, whole } = props.of;
  return text.length < whole ? <p class="cutLine">The first {formatCount(text.length)} of {formatCount(whole)} characters are here; results.jsonl of the run holds all.</p> : null;
}
