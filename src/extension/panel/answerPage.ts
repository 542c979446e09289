import * as vscode from 'vscode';
import { UserError } from '../../core/support/errors.ts';
import type { OthersSaid, ReviewState } from '../../core/model/queue.ts';
import type { PackedSkeleton, TraceSummary } from '../../core/model/trajectory.ts';
import { asReadBy, othersIn } from '../../core/display/ownView.ts';
import type { FirstScreen } from '../../protocol/firstScreenApi.ts';
import { RemoteError, type Handlers } from '../../protocol/rpc.ts';
import { ReaderChoices, type TrajectoryPageApi } from '../../protocol/trajectoryPage.ts';
import type { TraceRef } from '../services/commands.ts';
import type { Services } from '../services/services.ts';
import { recordLabel, takeBackLabel } from '../label/recordLabel.ts';
import { ownKeys } from './ownKeys.ts';
import { textAt } from './textAt.ts';
import { traceLink } from './traceLink.ts';
import { ViewStates } from './viewStates.ts';

export type PageMemory = {
  /** The step to show first. */
  readonly step: number | undefined;
  /** The focus stays elsewhere. */
  readonly quietly: boolean;
  /** The same, once. */
  takeStep(): number | undefined;
  /** `summary` with the reviewer's own label. */
  opened(summary: TraceSummary, others: OthersSaid): void;
};

const followed = new Set(['http', 'https', 'mailto']);
const choicesKey = 'trajectory.choices';
/** What was read longer ago may be out of date. */
const aheadMs = 5000;
/** A page is made after that time whether its first screen is there or not. */
const longestMs = 400;
const nothingRemembered = { selected: null, folded: [], noise: false, split: 0, tab: '' };

export type PageAnswers = {
  readonly handlers: Handlers<TrajectoryPageApi>;
  /** What the page shows until its program has read the whole. Null where the engine has something else to do first, or fails: the page asks it itself, and says so. */
  readonly first: Promise<FirstScreen | null>;
};

/** How the reader of a trace was left, and what its reviewer chose. */
function createKept({ context, reviewer }: Services, ref: TraceRef) {
  const states = new ViewStates(context.workspaceState);
  return (step: number | undefined) => {
    const state = states.get(ref);
    return { reviewer: reviewer.current(), choices: ReaderChoices.safeParse(context.globalState.get(choicesKey)).data, keys: ownKeys('trajectory'), state: step === undefined ? state : { ...(state ?? nothingRemembered), selected: step } };
  };
}

/** What the reviewer of this window says of a trace, and others as far as that may be seen. */
export function standingOf({ engines, reviewer }: Services, { folder, trace }: TraceRef): Promise<ReviewState> {
  return engines.of(folder).client.reviewState({ trace, by: reviewer.reader() });
}

async function readAs(services: Services, ref: TraceRef, reading: Promise<PackedSkeleton>) {
  const [skeleton, classes, state] = await Promise.all([reading, services.engines.of(ref.folder).client.failureClasses({}), standingOf(services, ref)]);
  return { skeleton: { ...skeleton, summary: asReadBy(skeleton.summary, state) }, classes, others: othersIn(state) };
}

/** What the page of a trace in its own tab is answered. */
export function answerPage(services: Services, ref: TraceRef, memory: PageMemory): PageAnswers {
  const { engines } = services;
  const { folder, trace } = ref;
  const engine = () => engines.of(folder).client;
  const kept = createKept(services, ref);
  const read = () => engine().openPacked({ trace });
  const first = Promise.race([engine().firstScreen({ trace, language: vscode.env.language, ...kept(memory.step) }).catch(() => null), new Promise<null>((resolve) => setTimeout(resolve, longestMs, null))]);
  // The page starts while the engine reads: it asks for this first, and is told then if it failed.
  let ahead: { readonly skeleton: ReturnType<typeof read>; readonly since: number } | undefined = { skeleton: read(), since: performance.now() };
  ahead.skeleton.catch(() => undefined);

  return {
    first,
    handlers: {
      ...answerTrace(services, ref),
      async open() {
        const asked = ahead && performance.now() - ahead.since < aheadMs ? ahead.skeleton : read();
        ahead = undefined;
        const view = await readAs(services, ref, asked);
        memory.opened(view.skeleton.summary, view.others);
        return { ...view, ...kept(memory.takeStep()), ...(memory.quietly ? { quietly: true } : {}) };
      },
    },
  };
}

/** What any page that shows a trace is answered. Everything about the trace comes from the engine; the rest is the editor's to do. */
export function answerTrace(services: Services, ref: TraceRef): Handlers<TrajectoryPageApi> {
  const { commands, engines, context } = services;
  const { folder, trace } = ref;
  const states = new ViewStates(context.workspaceState);
  const engine = () => engines.of(folder).client;
  const kept = createKept(services, ref);
  return {
    async open() {
      return { ...await readAs(services, ref, engine().openPacked({ trace })), ...kept(undefined) };
    },
    step: ({ n, soon, long }, { signal }) => engine().readStep({ trace, n, thread: true, soon, long }, { signal }),
    insights: (_, { signal }) => engine().readInsights({ trace }, { signal }),
    promptChanges: ({ n }, { signal }) => engine().readPromptChanges({ trace, n }, { signal }),
    find: (query, { signal }) => engine().findInTrace({ ...query, trace }, { signal }),
    async label(change) {
      const label = await recordLabel(services, ref, change);
      if (!label) throw new RemoteError({ code: 'cancelled', message: 'Cancelled' });
      // What is in force may hold what others say.
      const { own } = await standingOf(services, ref);
      return { ...(own ?? label), ...(label.replaced === undefined ? {} : { replaced: label.replaced }) };
    },
    async undo() {
      const report = await takeBackLabel(services, ref);
      return report && { undone: report.undone, label: (await standingOf(services, ref)).own };
    },
    makeCase: async ({ fromStep }) => (await commands.run('casebook.makeCase', ref, undefined, fromStep)) ?? null,
    async copy({ text, what }) {
      await vscode.env.clipboard.writeText(text);
      vscode.window.setStatusBarMessage(`Copied ${what}`, 3000);
      return null;
    },
    async revealSource({ n }) {
      await commands.run('casebook.revealSource', ref, n);
      return null;
    },
    async copyOriginal({ n }) {
      await commands.run('casebook.copyOriginal', ref, n);
      return null;
    },
    async openCase({ id }) {
      await commands.run('casebook.openCase', folder, id);
      return null;
    },
    async openText({ n, long, path, title }) {
      const detail = await engine().readStep({ trace, n, whole: true, thread: true, long });
      await services.documents.showText(title, textAt(detail, path));
      return null;
    },
    async copyText({ n, long, path, what }) {
      const detail = await engine().readStep({ trace, n, whole: true, thread: true, long });
      await vscode.env.clipboard.writeText(textAt(detail, path, 0));
      vscode.window.setStatusBarMessage(`Copied ${what}`, 3000);
      return null;
    },
    async openMedia({ n, sha256, mimeType }) {
      const read = await engine().readMedia({ trace, n, sha256 });
      await services.media.open(sha256, read.mimeType ?? mimeType, read.base64);
      return null;
    },
    async copyMarkdown({ n }) {
      const { markdown } = await engine().trajectoryMarkdown({ trace, reader: services.reviewer.reader(), ...(n === undefined ? {} : { n }) });
      await vscode.env.clipboard.writeText(markdown);
      vscode.window.setStatusBarMessage(n === undefined ? 'Copied the trajectory as Markdown' : `Copied step ${n} as Markdown`, 3000);
      return null;
    },
    async neighbours(_, { signal }) {
      for (const by of ['session', 'file'] as const) {
        const places = await engine().neighbours({ trace, by }, { signal });
        if (places) return { by, places };
      }
      return null;
    },
    async openTrace({ id }) {
      await commands.run('casebook.openTrajectory', { folder, trace: id });
      return null;
    },
    async compare() {
      await commands.run('casebook.compareTraces', ref);
      return null;
    },
    async copyLink({ n }) {
      await vscode.env.clipboard.writeText(traceLink(vscode.env.uriScheme, trace, n));
      vscode.window.setStatusBarMessage(n === undefined ? 'Copied a link to the trace' : `Copied a link to step ${n}`, 3000);
      return null;
    },
    async openLink({ url }) {
      const uri = vscode.Uri.parse(url, true);
      if (!followed.has(uri.scheme)) throw new UserError('link-refused', `Links of the kind ${uri.scheme}: in a trace are not followed.`, 'Copy the address if you trust it.');
      await vscode.env.openExternal(uri);
      return null;
    },
    async remember({ view }) {
      await states.set(ref, view);
      return null;
    },
    async choose({ choices }) {
      await context.globalState.update(choicesKey, choices);
      return null;
    },
  };
}
