import { effect, signal } from '@preact/signals';
import { unpackSteps } from '../../src/core/trajectory/packedSteps.ts';
import type { TrajectorySkeleton } from '../../src/core/model/trajectory.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import type { TrajectoryPageApi, TrajectoryPageEvents, TrajectoryView } from '../../src/protocol/trajectoryPage.ts';
import { bindKeys } from '../keys.ts';
import { createLabelling, nobodyElse } from '../label/labelling.ts';
import { readerChoices } from '../shared/choices.ts';
import { failureOf } from '../shared/failure.ts';
import type { Failure } from '../shared/failure.ts';
import { createAnswerSelection } from '../label/answerSelection.ts';
import { createInsights } from './insights.ts';
import { createFind } from './find/findModel.ts';
import { createNavigation } from './navigation.ts';
import type { PayloadPath } from '../shared/payload.ts';
import { createPromptLoader } from './details/promptLoader.ts';
import { createStepLoader } from './stepLoader.ts';
import type { ViewMemory } from './viewState.ts';

/** Paths into a thread lead where they do by how much of it is here. */
type ShownStep = { readonly n: number; readonly long?: true | undefined };

export type Api = Client<TrajectoryPageApi>;
export type ShownTrace = Omit<TrajectoryView, 'skeleton'> & { readonly skeleton: TrajectorySkeleton };
export type PageStatus = { readonly kind: 'loading' | 'open' | 'removed' } | { readonly kind: 'failed'; readonly failure: Failure };

/** All that the page knows, and what it may do. Components read signals and call functions; none of them talks to the host. */
export type TrajectoryModel = ReturnType<typeof createTrajectoryModel>;

export function createTrajectoryModel(api: Api, memory: ViewMemory) {
  const status = signal<PageStatus>({ kind: 'loading' });
  const skeleton = signal<TrajectorySkeleton | null>(null);
  /** What a screen reader says next; the number makes the same words news again. */
  const spoken = signal({ text: '', id: 0 });
  const say = (text: string) => (spoken.value = { text, id: spoken.value.id + 1 });
  /** Counts up when payloads were imported again, so that open ones are fetched anew. */
  const generation = signal(0);
  const sheetOpen = signal(false);
  const making = signal(false);
  const made = signal<{ readonly sentence: string } | { readonly failure: Failure } | null>(null);

  const loader = createStepLoader(api);
  const promptChanges = createPromptLoader(api);
  const insights = createInsights(api, skeleton);
  const navigation = createNavigation(skeleton, insights.insights);
  const find = createFind(api, navigation, say);
  /** The traces around this one. */
  const neighbours = signal<Awaited<ReturnType<Api['neighbours']>>>(null);
  const labelling = createLabelling(api, say);
  const answer = createAnswerSelection(labelling, say);

  /** What the host told, on the page: at first as it was left, later as it is now. */
  function show({ skeleton: told, ...view }: ShownTrace): void {
    const first = skeleton.value === null;
    const kept = navigation.state();
    skeleton.value = told;
    readerChoices.start(view.choices, (choices) => ask(api.choose({ choices })));
    bindKeys(view.keys);
    labelling.label.value = told.summary.label;
    labelling.others.value = view.others ?? nobodyElse;
    labelling.classes.value = view.classes;
    labelling.reviewer.value = view.reviewer;
    const before = first ? (view.state ?? memory.read(told.summary.id)) : null;
    // What changed while somebody works in another page does not call them here.
    navigation.restore(first ? before : kept, view.quietly === true || (!first && !document.hasFocus()));
    status.value = { kind: 'open' };
    if (first) find.restore(before?.find);
    else find.again();
  }

  async function open(): Promise<void> {
    try {
      const { skeleton: { packed, ...rest }, ...view } = await api.open({});
      show({ ...view, skeleton: { ...rest, steps: unpackSteps(packed) } });
      // The rows are painted first.
      requestAnimationFrame(() => setTimeout(() => {
        void insights.load();
        ask(api.neighbours({}).then((found) => void (neighbours.value = found)));
      }));
    } catch (error) {
      status.value = { kind: 'failed', failure: failureOf(error) };
    }
  }

  effect(() => {
    const view = { ...navigation.state(), find: find.query.value };
    if (status.value.kind === 'open' && skeleton.value) memory.write(skeleton.value.summary.id, view);
  });

  const events: Omit<TrajectoryPageEvents, 'act'> = {
    labelChanged({ label, others = nobodyElse }) {
      labelling.others.value = others;
      // The host also tells what this page wrote itself; that it was saved stays to be read.
      if (JSON.stringify(label) === JSON.stringify(labelling.label.value)) return null;
      labelling.notice.value = null;
      labelling.label.value = label;
      return null;
    },
    async traceChanged({ removed }) {
      loader.clear();
      promptChanges.clear();
      if (removed) {
        status.value = { kind: 'removed' };
        say('The trace was removed');
      } else {
        await open();
        generation.value++;
      }
      return null;
    },
    goTo({ n, quietly }) {
      navigation.goTo(n, quietly === true);
      return null;
    },
    keysChanged({ keys }) {
      bindKeys(keys);
      return null;
    },
  };

  /** For what only has to happen: a failure is said, not thrown at nobody. */
  function ask(work: Promise<unknown>, done?: string): void {
    void (async () => {
      try {
        await work;
        if (done !== undefined) say(done);
      } catch (error) {
        say(failureOf(error).message);
      }
    })();
  }

  /** A word that nobody needs for long. */
  function remark(text: string): void {
    say(text);
    if (labelling.notice.value?.kind !== 'failed') labelling.notice.value = { kind: 'info', text };
  }

  return {
    status, skeleton, spoken, generation, sheetOpen, making, made, loader, promptChanges, navigation, find, neighbours, insights, labelling, answer, events,
    say,
    remark,
    show,
    open,
    retry(): void {
      status.value = { kind: 'loading' };
      void open();
    },
    /** `fromStep`: it begins there. */
    async makeCase(fromStep?: number): Promise<void> {
      if (making.value) return;
      making.value = true;
      try {
        if (!await labelling.settled()) {
          made.value = { failure: { code: 'label-not-saved', message: 'The label before it was not saved.', hint: undefined } };
          return;
        }
        made.value = await api.makeCase(fromStep === undefined ? {} : { fromStep });
        if (made.value) say(made.value.sentence);
      } catch (error) {
        const failure = failureOf(error);
        made.value = { failure };
        say(failure.message);
      } finally {
        making.value = false;
      }
    },
    copy(text: string, what: string): void {
      ask(api.copy({ text, what }), `Copied ${what}`);
    },
    revealSource: (n?: number) => ask(api.revealSource(n === undefined ? {} : { n })),
    copyOriginal: (n: number) => ask(api.copyOriginal({ n })),
    compare: () => ask(api.compare({})),
    copyMarkdown: (n?: number) => ask(api.copyMarkdown(n === undefined ? {} : { n }), n === undefined ? 'Copied the trajectory as Markdown' : `Copied step ${n} as Markdown`),
    /** To the trace before or behind this one, in its session or file. */
    page(by: 'previous' | 'next'): void {
      const to = neighbours.value?.places[by];
      if (to) ask(api.openTrace({ id: to.id }));
      else remark(neighbours.value ? `This is the ${by === 'next' ? 'last' : 'first'} trace of ${neighbours.value.by === 'session' ? 'the session' : 'the file'}` : 'This trace is alone in its session and its file');
    },
    copyLink: (n?: number) => ask(api.copyLink(n === undefined ? {} : { n }), n === undefined ? 'Copied a link to the trace' : `Copied a link to step ${n}`),
    openText: ({ n, long }: ShownStep, path: readonly (string | number)[], title: string) => ask(api.openText({ n, ...(long ? { long } : {}), path, title })),
    openMedia: (n: number, sha256: string, mimeType: string | null) => ask(api.openMedia({ n, sha256, mimeType })),
    openCase: (id: string) => ask(api.openCase({ id })),
    copyText: ({ n, long }: ShownStep, path: PayloadPath, what: string) => ask(api.copyText({ n, ...(long ? { long } : {}), path, what }), `Copied ${what}`),
    /** As much of the conversation up to a step as a page can hold. */
    async lengthen(n: number): Promise<void> {
      try {
        await loader.lengthen(n);
      } catch (error) {
        say(failureOf(error).message);
      }
    },
    openLink: (url: string) => ask(api.openLink({ url })),
  };
}
