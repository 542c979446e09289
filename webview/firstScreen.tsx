import { renderToString } from 'preact-render-to-string';
import { tellTimeAs } from '../src/core/display/time.ts';
import type { ReviewState } from '../src/core/model/queue.ts';
import { asReadBy, othersIn } from '../src/core/display/ownView.ts';
import type { FirstScreen } from '../src/protocol/firstScreenApi.ts';
import { rehearsedTrace } from './rehearsedTrace.ts';
import { writeTextsVisibly } from './shared/visiblePages.ts';
import { createTrajectoryModel } from './trajectory/model.ts';
import type { Api, ShownTrace } from './trajectory/model.ts';
import { TrajectoryPage } from './trajectory/TrajectoryPage.tsx';

/** Runs in the engine's thread, without a page: writes what the page is going to draw, by the parts that draw it. */

writeTextsVisibly();

const unanswered = new Promise<never>(() => undefined);
/** Nobody is asked anything. */
const nobody = new Proxy({} as Api, { get: () => () => unanswered });
const nothingKept = { read: () => null, write: () => undefined, flush: () => undefined };

/**
 * Null where reading goes on in a search, which has to be run first.
 * @param state what the reviewer and others say of the trace
 */
export function firstScreen(shown: ShownTrace, language: string, state?: ReviewState): FirstScreen | null {
  tellTimeAs(language);
  const model = createTrajectoryModel(nobody, nothingKept);
  model.show(state ? { ...shown, skeleton: { ...shown.skeleton, summary: asReadBy(shown.skeleton.summary, state) }, others: othersIn(state) } : shown);
  const { navigation, find } = model;
  if (find.active.value || navigation.steps.value.length === 0) return null;
  const { tops, indexOf } = navigation.rows.value;
  const left = navigation.scroll.value;
  const leftTop = left && tops[indexOf.get(left.step) ?? -1];
  return {
    html: renderToString(<TrajectoryPage model={model} />),
    cursor: tops[navigation.cursorIndex.value] ?? 0,
    scrolled: left && leftTop !== null && leftTop !== undefined ? leftTop + left.by : null,
  };
}

/** Draws a page of invented steps for nobody: what was drawn before is drawn faster. */
export function rehearse(turns: number): void {
  firstScreen({ skeleton: rehearsedTrace(turns), classes: [], reviewer: null, state: null, keys: {} }, 'en');
}
