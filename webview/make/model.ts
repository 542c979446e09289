import { computed, effect, signal } from '@preact/signals';
import type { Decision } from '../../src/core/model/proposal.ts';
import type { CasePreview } from '../../src/protocol/makeApi.ts';
import type { MakeChoices, MakePageApi } from '../../src/protocol/makePage.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import type { Failure } from '../shared/failure.ts';
import { failureOf, isCancelled } from '../shared/failure.ts';
import { keptState, nothingKept } from './keptState.ts';
import type { Kept } from './keptState.ts';

export type MakeStatus = { readonly kind: 'loading' | 'open' } | { readonly kind: 'failed'; readonly failure: Failure };
type State = { getState(): unknown; setState(state: object): void };

/** While somebody types, the text is checked when they rest. */
const restMs = 150;
export const stateWords: Readonly<Record<Decision, string>> = { kept: 'Kept', worded: 'Loosened', typed: 'Loosened', loosened: 'Loosened', dropped: 'Dropped' };

export type MakeModel = ReturnType<typeof createMakeModel>;

/** All that the page knows, and what it may do. The editor works the case out anew after each choice. */
export function createMakeModel(api: Client<MakePageApi>, state: State) {
  const status = signal<MakeStatus>({ kind: 'loading' });
  const view = signal<CasePreview | null>(null);
  const kept = signal<Kept>(nothingKept);
  const folders = signal<readonly string[]>([]);
  const working = signal(false);
  const writing = signal(false);
  const failure = signal<Failure | null>(null);
  const spoken = signal({ text: '', id: 0 });
  /** Counted up when the line of the focused proposal is to be shown. */
  const shown = signal(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;

  const undecided = computed(() => (view.value?.findings ?? []).filter(({ id }) => !Object.hasOwn(kept.value.decided, String(id))));
  const changed = computed(() => kept.value.text !== null || Object.keys(kept.value.decisions).length > 0 || Object.keys(kept.value.decided).length > 0);
  const errors = computed(() => (view.value?.problems ?? []).filter(({ severity }) => severity === 'error'));
  const waitsFor = computed(() => {
    const open = undecided.value.length;
    if (open > 0) return `${open} ${open === 1 ? 'finding' : 'findings'} to decide`;
    const broken = errors.value.length;
    return broken > 0 ? `${broken} ${broken === 1 ? 'problem' : 'problems'} to mend` : null;
  });

  function redactNow(): readonly number[] {
    return (view.value?.findings ?? []).flatMap(({ id }) => (kept.value.decided[id] === false ? [] : [id]));
  }

  function choices(): MakeChoices {
    const { id, decisions, text, textFor, folder, fromStep } = kept.value;
    return {
      decisions,
      ...(view.value === null || status.value.kind === 'loading' ? {} : { redact: [...redactNow()] }),
      ...(id === undefined ? {} : { id }), ...(folder === undefined ? {} : { folder }), ...(fromStep === undefined ? {} : { fromStep }),
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
      if (next.folders.length > 0) folders.value = next.folders;
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

  async function open(): Promise<void> {
    status.value = { kind: 'loading' };
    kept.value = keptState(state.getState());
    const { decided } = kept.value;
    await ask();
    // What was kept by hand is known only now that the findings are.
    if (status.value.kind === 'open' && Object.values(decided).includes(false)) await ask();
  }

  effect(() => {
    if (status.value.kind === 'open') state.setState(kept.value);
  });

  const proposals = computed(() => view.value?.proposals ?? []);
  const focused = computed(() => proposals.value.find(({ id }) => id === kept.value.focused) ?? proposals.value[0]);

  let pointed: number | undefined;
  let pointing: ReturnType<typeof setTimeout> | undefined;
  /** The trajectory beside follows, once somebody rests on a proposal. */
  function pointAt(step: number | undefined): void {
    clearTimeout(pointing);
    if (step === undefined || step === pointed) return;
    pointing = setTimeout(() => {
      pointed = step;
      api.pointAt({ n: step }).catch((error: unknown) => (failure.value = failureOf(error)));
    }, restMs);
  }
  effect(() => {
    if (status.value.kind === 'open') pointAt(focused.value?.steps[0]);
  });

  return {
    status, view, kept, folders, working, writing, failure, spoken, shown, undecided, changed, waitsFor, proposals, focused, open, pointAt,
    text: computed(() => kept.value.text ?? view.value?.yaml ?? ''),
    async decide(state: Decision, id: string | undefined = focused.value?.id): Promise<void> {
      const proposal = proposals.value.find((each) => each.id === id);
      if (!proposal) return;
      kept.value = { ...kept.value, focused: proposal.id };
      if (!proposal.states.includes(state)) return void say(`${stateWords[state]} is not possible here`);
      if (proposal.state === state) return;
      kept.value = { ...kept.value, decisions: { ...kept.value.decisions, [proposal.id]: state } };
      await ask();
      say(`${stateWords[state]}. ${view.value?.proof.sentence ?? ''}`);
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
      kept.value = { ...kept.value, decided: { ...kept.value.decided, [id]: replaced } };
      await ask();
      say(waitsFor.value ?? (replaced ? 'Replaced' : 'Kept by you'));
    },
    type(text: string): void {
      const textFor = kept.value.textFor ?? { decisions: kept.value.decisions, redact: redactNow() };
      kept.value = { ...kept.value, text, textFor };
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), restMs);
    },
    /** Back to the drafted text, with all choices. */
    async dropEdits(): Promise<void> {
      kept.value = { ...kept.value, text: null, textFor: null };
      await ask();
    },
    async chooseFolder(folder: string): Promise<void> {
      kept.value = { ...kept.value, folder };
      await ask();
    },
    /** Another part of the trace is another case: what was decided of the one before says nothing of it. */
    async begin(fromStep: number | undefined): Promise<void> {
      kept.value = { ...nothingKept, folder: kept.value.folder, fromStep };
      view.value = { ...view.value!, findings: [] };
      status.value = { kind: 'loading' };
      await ask();
    },
    show: () => void (shown.value += 1),
    async prove(): Promise<void> {
      await ask();
      say(view.value?.proof.sentence ?? '');
    },
    async write(): Promise<void> {
      if (writing.value || status.value.kind !== 'open') return;
      if (timer !== undefined) await ask();
      if (waitsFor.value !== null) return void say(waitsFor.value);
      writing.value = true;
      failure.value = null;
      try {
        await api.write(choices());
      } catch (error) {
        if (!isCancelled(error)) failure.value = failureOf(error);
      } finally {
        writing.value = false;
      }
    },
    cancel: () => void api.cancel({ changed: changed.value }),
    openStep: (n?: number) => void api.openStep(n === undefined ? {} : { n }).catch((error: unknown) => (failure.value = failureOf(error))),
    openCase: (id: string) => void api.openCase({ id }).catch((error: unknown) => (failure.value = failureOf(error))),
    copy: () => void api.copy({ text: kept.value.text ?? view.value?.yaml ?? '' }),
  };
}
