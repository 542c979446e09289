import { computed, effect, signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Decision } from '../../src/core/model/proposal.ts';
import type { CasePreview } from '../../src/protocol/makeApi.ts';
import type { MakeChoices, MakePageApi, WrittenCase } from '../../src/protocol/makePage.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import type { Failure } from '../shared/failure.ts';
import { failureOf, isCancelled } from '../shared/failure.ts';
import { mostPast, nothingKept } from './keptState.ts';
import type { Before, Kept, Place } from './keptState.ts';

export type MakeStatus = { readonly kind: 'loading' | 'open' } | { readonly kind: 'failed'; readonly failure: Failure };
/** What the page has in common for all its traces. */
export type AroundModel = {
  readonly api: Client<MakePageApi>;
  readonly at: number;
  /** As it was kept over a reload. */
  readonly before: Kept | undefined;
  readonly place: ReadonlySignal<Place>;
  /** It is the one in front. */
  readonly isShown: ReadonlySignal<boolean>;
  readonly spoken: Signal<{ readonly text: string; readonly id: number }>;
  readonly wrote: (written: WrittenCase) => void;
};

/** While somebody types, the text is checked when they rest. */
const restMs = 150;
export const stateWords: Readonly<Record<Decision, string>> = { kept: 'Kept', worded: 'Loosened', typed: 'Loosened', loosened: 'Loosened', dropped: 'Dropped' };

export type MakeModel = ReturnType<typeof createMakeModel>;

/** What the page knows of one trace, and what it may do. The editor works the case out anew after each choice. */
export function createMakeModel({ api, at, before, place, isShown, spoken, wrote }: AroundModel) {
  const status = signal<MakeStatus>({ kind: 'loading' });
  const view = signal<CasePreview | null>(null);
  const kept = signal<Kept>(before ?? nothingKept);
  const working = signal(false);
  const writing = signal(false);
  const failure = signal<Failure | null>(null);
  /** Counted up when the line of the focused proposal is to be shown. */
  const shown = signal(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;

  const undecided = computed(() => (view.value?.findings ?? []).filter(({ id }) => !Object.hasOwn(kept.value.decided, String(id))));
  const changed = computed(() => kept.value.written === null && (kept.value.text !== null || Object.keys(kept.value.decisions).length > 0 || Object.keys(kept.value.decided).length > 0));
  const errors = computed(() => (view.value?.problems ?? []).filter(({ severity }) => severity === 'error'));
  const waitsFor = computed(() => {
    if (status.value.kind === 'failed') return status.value.failure.message;
    if (status.value.kind === 'loading') return 'still being drafted';
    const open = undecided.value.length;
    if (open > 0) return `${open} ${open === 1 ? 'finding' : 'findings'} to decide`;
    const broken = errors.value.length;
    return broken > 0 ? `${broken} ${broken === 1 ? 'problem' : 'problems'} to mend` : null;
  });

  function redactNow(): readonly number[] {
    return (view.value?.findings ?? []).flatMap(({ id }) => (kept.value.decided[id] === false ? [] : [id]));
  }

  /** What the page shows is what its own button would write. */
  function choices(confirmed = true): MakeChoices {
    const { id, decisions, text, textFor, fromStep } = kept.value;
    return {
      at, decisions, confirmed, ...placeOf(place.value),
      ...(view.value === null || status.value.kind === 'loading' ? {} : { redact: [...redactNow()] }),
      ...(id === undefined ? {} : { id }), ...(fromStep === undefined ? {} : { fromStep }),
      ...(text === null ? {} : { text, ...(textFor === null ? {} : { textFor: { decisions: textFor.decisions, redact: [...textFor.redact] } }) }),
    };
  }

  const say = (text: string) => (spoken.value = { text, id: spoken.value.id + 1 });

  async function ask(): Promise<void> {
    clearTimeout(timer);
    running?.abort();
    const own = (running = new AbortController());
    working.value = true;
    const sent = choices();
    try {
      const next = await api.propose(sent, { signal: own.signal });
      if (running !== own) return;
      view.value = next;
      failure.value = null;
      const textIsStill = kept.value.text === (sent.text ?? null);
      kept.value = {
        ...kept.value, id: kept.value.id ?? next.id,
        ...(sent.text !== undefined && textIsStill ? { text: next.yaml, textFor: { decisions: sent.decisions, redact: sent.redact ?? [] } } : {}),
      };
      status.value = { kind: 'open' };
    } catch (error) {
      if (running !== own || isCancelled(error)) return;
      if (status.value.kind === 'open') failure.value = failureOf(error);
      else status.value = { kind: 'failed', failure: failureOf(error) };
    } finally {
      if (running === own) working.value = false;
    }
  }

  let asked = false;
  async function open(again = false): Promise<void> {
    if (asked && !again) return;
    asked = true;
    await askAnew();
  }

  /** Nothing of what is shown is known of what is asked for. */
  async function askAnew(): Promise<void> {
    if (view.value) view.value = { ...view.value, findings: [] };
    status.value = { kind: 'loading' };
    const { decided } = kept.value;
    await ask();
    // What was kept by hand is known only now that the findings are.
    if (status.value.kind === 'open' && Object.values(decided).includes(false)) await ask();
  }

  /** Changes what is kept, so that it can be taken back. */
  function choose(to: Partial<Kept>, was: Before): void {
    kept.value = { ...kept.value, ...to, confirmed: to.confirmed ?? true, past: [...kept.value.past, was].slice(-mostPast) };
  }

  const proposals = computed(() => view.value?.proposals ?? []);
  const focused = computed(() => proposals.value.find(({ id }) => id === kept.value.focused) ?? proposals.value[0]);

  /** Null: the trace alone, as no step was meant yet. */
  let pointed: number | null | undefined;
  let pointing: ReturnType<typeof setTimeout> | undefined;
  /** The trajectory beside follows, once somebody rests on a proposal. */
  function pointAt(step: number | undefined): void {
    clearTimeout(pointing);
    if (step === undefined ? pointed !== undefined : step === pointed) return;
    pointing = setTimeout(() => {
      pointed = step ?? null;
      api.pointAt(step === undefined ? { at } : { at, n: step }).catch((error: unknown) => (failure.value = failureOf(error)));
    }, restMs);
  }
  effect(() => {
    if (status.value.kind === 'open' && isShown.value) pointAt(focused.value?.steps[0]);
    else {
      clearTimeout(pointing);
      pointed = undefined;
    }
  });

  /** Written with others it becomes active: somebody has decided something in it, and nothing speaks against it. */
  const isActive = computed(() => kept.value.confirmed && view.value?.status === 'active');

  return {
    isActive, status, view, kept, place, working, writing, failure, spoken, shown, undecided, changed, waitsFor, proposals, focused, open, pointAt,
    text: computed(() => kept.value.text ?? view.value?.yaml ?? ''),
    async decide(state: Decision, id: string | undefined = focused.value?.id): Promise<void> {
      const proposal = proposals.value.find((each) => each.id === id);
      if (!proposal) return;
      kept.value = { ...kept.value, focused: proposal.id };
      if (!proposal.states.includes(state)) return void say(`${stateWords[state]} is not possible here`);
      kept.value = { ...kept.value, confirmed: true };
      if (proposal.state === state) return void say(stateWords[state]);
      const { decisions } = kept.value;
      choose({ decisions: { ...decisions, [proposal.id]: state } }, { kind: 'decision', id: proposal.id, was: Object.hasOwn(decisions, proposal.id) ? decisions[proposal.id] : undefined });
      await ask();
      say(`${stateWords[state]}. ${view.value?.proof.sentence ?? ''}`);
    },
    /** One step looser. */
    async loosen(id: string | undefined = focused.value?.id): Promise<void> {
      const proposal = proposals.value.find((each) => each.id === id);
      if (!proposal) return;
      kept.value = { ...kept.value, focused: proposal.id };
      if (proposal.looser) await this.decide(proposal.looser.state, proposal.id);
      else say(proposal.states.length > 1 && proposal.states.at(-2) !== 'kept' ? 'It cannot be looser' : 'Loosened is not possible here');
    },
    /** Takes the last choice back. */
    async undo(): Promise<void> {
      const last = kept.value.past.at(-1);
      if (!last) return void say('There is nothing to take back');
      const past = kept.value.past.slice(0, -1);
      const { kind, ...was } = last;
      if (kind === 'decision' || kind === 'finding') {
        const field = kind === 'decision' ? 'decisions' : 'decided';
        const { [last.id]: _, ...others } = kept.value[field] as Readonly<Record<string, never>>;
        kept.value = { ...kept.value, past, ...(kind === 'decision' ? { focused: last.id } : {}), [field]: last.was === undefined ? others : { ...others, [last.id]: last.was } };
      } else kept.value = { ...kept.value, past, ...was };
      await (kind === 'part' ? askAnew() : ask());
      say(`Taken back. ${view.value?.proof.sentence ?? ''}`);
    },
    focus(id: string): void {
      if (kept.value.focused !== id) kept.value = { ...kept.value, focused: id };
    },
    move(by: 1 | -1): void {
      const at = proposals.value.indexOf(focused.value!);
      const next = proposals.value[Math.min(proposals.value.length - 1, Math.max(0, at + by))];
      if (next) kept.value = { ...kept.value, focused: next.id };
    },
    /** Of a finding: replaced, or left as it is. */
    async decideFinding(id: number, replaced: boolean): Promise<void> {
      const { decided } = kept.value;
      if (decided[id] === replaced) return;
      choose({ decided: { ...decided, [id]: replaced }, confirmed: kept.value.confirmed }, { kind: 'finding', id: String(id), was: decided[id] });
      await ask();
      say(waitsFor.value ?? (replaced ? 'Replaced' : 'Kept by you'));
    },
    type(text: string): void {
      const textFor = kept.value.textFor ?? { decisions: kept.value.decisions, redact: redactNow() };
      kept.value = { ...kept.value, text, textFor, confirmed: true };
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), restMs);
    },
    /** Back to the drafted text, with all choices. */
    async dropEdits(): Promise<void> {
      const { text, textFor } = kept.value;
      choose({ text: null, textFor: null }, { kind: 'text', text, textFor });
      await ask();
    },
    /** Before anything was asked. */
    startAt: (fromStep: number) => void (kept.value = { ...kept.value, fromStep }),
    /** Another part of the trace is another case: what was decided of the one before says nothing of it. */
    async begin(fromStep: number | undefined): Promise<void> {
      const { id, decisions, decided, text, textFor, fromStep: was } = kept.value;
      if (was === fromStep && status.value.kind !== 'failed') return;
      choose({ ...nothingKept, fromStep }, { kind: 'part', id, decisions, decided, text, textFor, fromStep: was });
      await askAnew();
    },
    show: () => void (shown.value += 1),
    /** Where it goes has changed. */
    async placeChanged(): Promise<void> {
      if (status.value.kind === 'open' && kept.value.written === null) await ask();
    },
    async prove(): Promise<void> {
      await ask();
      say(view.value?.proof.sentence ?? '');
    },
    /** By its own button, or among others: then only what somebody decided in confirms it. */
    async write(confirmed: boolean): Promise<void> {
      if (writing.value || status.value.kind !== 'open' || kept.value.written !== null) return;
      if (timer !== undefined) await ask();
      if (waitsFor.value !== null) return void say(waitsFor.value);
      writing.value = true;
      failure.value = null;
      try {
        const { id, shownFile, sentence } = await api.write(choices(confirmed));
        kept.value = { ...kept.value, written: { id, file: shownFile, sentence } };
        wrote({ id, shownFile, sentence });
      } catch (error) {
        if (!isCancelled(error)) failure.value = failureOf(error);
      } finally {
        writing.value = false;
      }
    },
    openStep: (n?: number) => void api.openStep(n === undefined ? { at } : { at, n }).catch((error: unknown) => (failure.value = failureOf(error))),
    openCase: (id: string) => void api.openCase({ id }).catch((error: unknown) => (failure.value = failureOf(error))),
    copy: () => void api.copy({ text: kept.value.text ?? view.value?.yaml ?? '' }),
  };
}

function placeOf(place: Place): Pick<MakeChoices, 'folder' | 'suite' | 'append'> {
  if (place.kind === 'append') return { append: place.file };
  return { ...(place.folder === undefined ? {} : { folder: place.folder }), ...(place.kind === 'suite' ? { suite: place.name } : {}) };
}
