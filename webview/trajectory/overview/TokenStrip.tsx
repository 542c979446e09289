import { useMemo } from 'preact/hooks';
import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import type { TrajectoryModel } from '../model.ts';
import { thinned, tokenStrip } from './tokens.ts';
import type { TokenStripData } from './tokens.ts';

const height = 32;
const columns = 1000;

/** How full the window of the model was at each call; only where one was more than half full. */
export function TokenStrip(props: { model: TrajectoryModel }) {
  const { navigation, insights } = props.model;
  const calls = insights.insights.value?.context;
  const strip = useMemo(() => (calls ? tokenStrip(calls, navigation.byNumber.value, navigation.axis.value) : null), [calls, navigation.byNumber.value, navigation.axis.value]);
  if (!strip) return null;
  const { area, limit } = shapes(strip);
  return (
    <div class="tokens">
      <span class="caption tokensCaption" aria-hidden="true">Prompt tokens</span>
      <span class="tokensPeak" aria-hidden="true">{peakWords(strip)}</span>
      <svg class="tokensArea" viewBox={`0 0 ${columns} ${height}`} preserveAspectRatio="none" role="img" aria-label={stripWords(strip)}>
        <path class="fill" d={area} />
        <path class="limit" d={limit} />
      </svg>
      {strip.cuts.slice(0, 200).map((cut) => (
        <button key={cut.step} type="button" class="tokensCut" tabIndex={-1} aria-label={`Step ${cut.step}: ${cut.cut}`} title={`Step ${cut.step}: ${cut.cut}`} style={{ '--start': cut.at }} onClick={() => navigation.goTo(cut.step)} />
      ))}
    </div>
  );
}

function shapes({ points, most }: TokenStripData): { readonly area: string; readonly limit: string } {
  const drawn = thinned(points, columns);
  const x = (at: number) => (at * columns).toFixed(1);
  const y = (tokens: number) => (height - (tokens / most) * height).toFixed(1);
  const first = drawn[0];
  const last = drawn.at(-1);
  if (!first || !last) return { area: '', limit: '' };
  // The prompt of the last call is what the conversation holds until the end.
  const area = `M${x(first.at)} ${height}${drawn.map(({ at, tokens }) => `L${x(at)} ${y(tokens)}`).join('')}L${columns} ${y(last.tokens)}L${columns} ${height}Z`;
  let limit = '';
  let before: number | null = null;
  for (const { at, window } of drawn) {
    if (window === null || window === before) continue;
    limit += `${before === null ? `M0 ${y(window)}` : `L${x(at)} ${y(before)}L${x(at)} ${y(window)}`}`;
    before = window;
  }
  return { area, limit: before === null ? '' : `${limit}L${columns} ${y(before)}` };
}

function peakWords({ peak }: TokenStripData): string {
  return `peak ${((peak.tokens / peak.window) * 100).toFixed(1)} % of ${formatCount(peak.window)}`;
}

function stripWords(strip: TokenStripData): string {
  const { points, peak, cuts } = strip;
  const cutWords = cuts.length === 0 ? '' : `; cut at ${cuts.length === 1 ? 'step' : 'steps'} ${cuts.slice(0, 8).map(({ step }) => formatCount(step)).join(', ')}${cuts.length > 8 ? ' and more' : ''}`;
  return `Prompt tokens of ${plural(points.length, 'call')}: from ${formatCount(points[0]?.tokens ?? 0)} to ${formatCount(points.at(-1)?.tokens ?? 0)}, ${peakWords(strip)} at step ${formatCount(peak.step)}${cutWords}`;
}
