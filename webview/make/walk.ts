import { computed, effect, signal } from '@preact/signals';
import { plural } from '../../src/core/display/numbers.ts';
import type { MakePageApi, MakeStart, WrittenCase } from '../../src/protocol/makePage.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import type { Failure } from '../shared/failure.ts';
import { failureOf } from '../shared/failure.ts';
import { keptPage } from './keptState.ts';
import type { Place } from './keptState.ts';
import { createMakeModel } from './model.ts';
import type { MakeModel } from './model.ts';

type State = { getState(): unknown; setState(state: object): void };
export type Walked = { readonly trace: string; readonly title: string; readonly model: MakeModel };
/** What became of "write all": those that were left, and why. */
export type Outcome = { readonly written: number; readonly active: number; readonly left: readonly { readonly at: number; readonly title: string; readonly why: string }[] };
export type Walk = ReturnType<typeof createWalk>;

/** Of so many cases: `1 active, 2 drafts`. */
export const activeAndDrafts = (active: number, all: number): string => [...(active > 0 ? [`${active} active`] : []), ...(all > active ? [plural(all - active, 'draft')] : [])].join(', ');

/** The traces of a page, one after the other, and what they have in common. */
export function createWalk(api: Client<MakePageApi>, state: State) {
  const traces = signal<readonly Walked[]>([]);
  const failed = signal<Failure | null>(null);
  const places = signal<Pick<MakeStart, 'folders' | 'suites'>>({ folders: [], suites: [] });
  const before = keptPage(state.getState());
  const at = signal(before.at);
  const place = signal<Place>(before.place);
  const spoken = signal({ text: '', id: 0 });
  const outcome = signal<Outcome | null>(null);
  const writingAll = signal(false);
  const say = (text: string) => (spoken.value = { text, id: spoken.value.id + 1 });

  const current = computed(() => traces.value[at.value]);
  const left = computed(() => traces.value.filter(({ model }) => model.kept.value.written === null));
  const ready = computed(() => left.value.filter(({ model }) => model.waitsFor.value === null));
  const changed = computed(() => traces.value.some(({ model }) => model.changed.value));

  function choosePlace(next: Place): void {
    place.value = next;
    // Each says where it would go, and may be proven under other defaults there.
    for (const { model } of traces.value) void model.placeChanged();
  }

  function wrote({ shownFile }: WrittenCase): void {
    // The file is there now, and takes the others.
    if (place.value.kind !== 'suite') return;
    places.value = { ...places.value, suites: [...places.value.suites, shownFile] };
    choosePlace({ kind: 'append', file: shownFile });
  }

  /** Each is drafted ahead, so that it is known how many can be written. */
  async function draftOthers(): Promise<void> {
    for (const { model } of traces.value) await model.open();
  }

  async function begin(): Promise<void> {
    failed.value = null;
    try {
      const start = await api.begin({});
      places.value = start;
      traces.value = start.traces.map(({ trace, title }, n) => {
        const kept = Object.hasOwn(before.traces, trace) ? before.traces[trace] : undefined;
        const model = createMakeModel({ api, at: n, before: kept, place, isShown: computed(() => at.value === n), spoken, wrote });
        // What was decided before a reload stays.
        if (n === 0 && kept === undefined && start.fromStep !== null) model.startAt(start.fromStep);
        return { trace, title, model };
      });
      at.value = Math.min(at.value, traces.value.length - 1);
    } catch (error) {
      failed.value = failureOf(error);
      return;
    }
    await current.value?.model.open();
    await draftOthers();
  }

  effect(() => {
    if (traces.value.length > 0) state.setState({ at: at.value, place: place.value, traces: Object.fromEntries(traces.value.map(({ trace, model }) => [trace, model.kept.value])) });
  });

  async function goTo(next: number): Promise<void> {
    if (!traces.value[next] || next === at.value) return;
    at.value = next;
    await current.value?.model.open();
    say(`${next + 1} of ${traces.value.length}: ${current.value?.title ?? ''}. ${current.value?.model.view.value?.proof.sentence ?? ''}`);
  }

  return {
    traces, failed, places, at, place, spoken, outcome, writingAll, current, left, ready, begin, goTo, choosePlace,
    step: (by: 1 | -1) => goTo(at.value + by),
    /** The one in front; then the next one that is not written. */
    async write(): Promise<void> {
      const model = current.value?.model;
      if (!model) return;
      await model.write(true);
      if (model.kept.value.written === null || traces.value.length === 1) return;
      const next = [...traces.value.keys()].map((n) => (at.value + 1 + n) % traces.value.length).find((n) => traces.value[n]!.model.kept.value.written === null);
      if (next === undefined) await api.finish({});
      else await goTo(next);
    },
    async writeAll(): Promise<void> {
      if (traces.value.length === 1) return this.write();
      if (writingAll.value) return;
      writingAll.value = true;
      let [written, active] = [0, 0];
      try {
        for (const { model } of traces.value) {
          if (model.kept.value.written !== null || model.waitsFor.value !== null) continue;
          const isActive = model.isActive.value;
          await model.write(model.kept.value.confirmed);
          if (model.kept.value.written === null) continue;
          written += 1;
          if (isActive) active += 1;
        }
      } finally {
        writingAll.value = false;
      }
      const stay = traces.value.flatMap(({ title, model }, n) => (model.kept.value.written === null ? [{ at: n, title, why: model.failure.value?.message ?? model.waitsFor.value ?? 'not written' }] : []));
      outcome.value = { written, active, left: stay };
      say(`Wrote ${plural(written, 'case')}: ${activeAndDrafts(active, written)}. ${stay.length === 0 ? '' : `${stay.length} left: ${stay.map(({ title, why }) => `${title}: ${why}`).join('; ')}`}`);
      if (stay.length === 0) await api.finish({});
      else if (current.value?.model.kept.value.written !== null) await goTo(stay[0]!.at);
    },
    /** What was chosen of those that are left is not thrown away unasked. */
    finish: () => void (changed.value ? api.cancel({ changed: true }) : api.finish({})),
    cancel: () => void api.cancel({ changed: changed.value }),
    events: {
      async beginAt({ fromStep }: { fromStep: number }): Promise<null> {
        await goTo(0);
        await traces.value[0]?.model.begin(fromStep);
        return null;
      },
    },
  };
}
