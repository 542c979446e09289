import type { ComponentChildren } from 'preact';
import { marks } from '../../src/core/display/outcome.ts';
import type { Mark } from '../../src/core/display/outcome.ts';

// Shapes differ, not colours alone: a disc is this step or a verdict, a ring is a step below or a pass, dashes are "not yet".
const exclamation = <><path d="M8 4.2v4.6" stroke-width="1.7" stroke-linecap="round" /><circle cx="8" cy="11.4" r="1" stroke="none" class="dot" /></>;
const ring = <circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" stroke-width="1.3" />;
const disc = <circle cx="8" cy="8" r="7" fill="currentColor" />;

const triangle = (
  <>
    <path d="M8 1.9L14.9 14H1.1z" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linejoin="round" />
    <path d="M8 6v4" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" />
    <circle cx="8" cy="12" r=".9" fill="currentColor" />
  </>
);

const shapes: Readonly<Record<Mark, { readonly tone: 'bad' | 'good' | 'warn' | 'quiet'; readonly shape: ComponentChildren }>> = {
  fail: { tone: 'bad', shape: <>{disc}<g class="cutout"><path d="M5.5 5.5l5 5M10.5 5.5l-5 5" stroke-width="1.6" stroke-linecap="round" /></g></> },
  failed: { tone: 'bad', shape: <>{disc}<g class="cutout">{exclamation}</g></> },
  failedBelow: { tone: 'bad', shape: <>{ring}<g class="ink">{exclamation}</g></> },
  pass: { tone: 'good', shape: <>{ring}<path d="M5 8.3l2.1 2.1L11 6.2" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" /></> },
  deferred: { tone: 'quiet', shape: <>{ring}<path d="M8 4.6V8l2.4 1.6" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round" /></> },
  rejected: { tone: 'warn', shape: <>{ring}<path d="M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" /></> },
  unlabelled: { tone: 'quiet', shape: <circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" stroke-width="1.3" stroke-dasharray="2.2 1.76" /> },
  warning: { tone: 'warn', shape: triangle },
  blocked: { tone: 'warn', shape: <>{ring}<path d="M3.7 12.3l8.6-8.6" stroke="currentColor" stroke-width="1.3" /></> },
};

/** With a word for those who do not see it; `quiet` where the word already stands beside it. */
export function MarkIcon(props: { mark: Mark; words?: string | undefined; quiet?: boolean }) {
  const { tone, shape } = shapes[props.mark];
  const named = props.quiet === true ? { 'aria-hidden': true } : { role: 'img' as const, 'aria-label': props.words ?? marks[props.mark].words };
  return <svg class={`mark ${tone}`} viewBox="0 0 16 16" {...named}>{shape}</svg>;
}
