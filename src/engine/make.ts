import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { carryChoices } from '../core/cases/carryChoices.ts';
import type { Draft, DraftSource } from '../core/cases/draft.ts';
import { caseId } from '../core/cases/draft.ts';
import { applyEdits, removeInNode, setInNode } from '../core/cases/edit.ts';
import { addedByDefaults, mergeDefaults } from '../core/cases/merge.ts';
import { parseCaseFile } from '../core/cases/parse.ts';
import { printDraft } from '../core/cases/printDraft.ts';
import { proposeCase } from '../core/cases/proposals.ts';
import type { Proposed } from '../core/cases/proposals.ts';
import { mayDecide, proofHash, proveCase } from '../core/cases/prove.ts';
import type { ProofResult } from '../core/cases/prove.ts';
import type { SensitiveValue } from '../core/cases/sensitive.ts';
import { replaceIn } from '../core/cases/sensitive.ts';
import { validateCaseFile } from '../core/cases/validate.ts';
import { EvalCase } from '../core/model/evalCase.ts';
import type { Json } from '../core/model/json.ts';
import type { Decisions } from '../core/model/proposal.ts';
import { Recording } from '../core/model/recording.ts';
import type { CasePath } from '../core/model/result.ts';
import type { Trial } from '../core/model/trace.ts';
import { UserError } from '../core/support/errors.ts';
import { factsConfigOf } from '../core/trajectory/facts.ts';
import { toolOf } from '../core/trajectory/oversight.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { CaseDraft, DraftRequest, RedactionFinding } from '../protocol/makeApi.ts';
import { createCaseMaterial, recordingTextOf, sourceOf } from './caseMaterial.ts';
import type { CaseMaterial } from './caseMaterial.ts';
import { createCaseSuites } from './caseSuites.ts';
import { previewOf } from './casePreview.ts';
import type { EngineContext } from './context.ts';
import { placeInWords } from './findingPlaces.ts';
import { createMadeTogether } from './madeTogether.ts';

/** A case as it would be written. */
export type Prepared = {
  readonly draft: CaseDraft;
  readonly recordingText: string;
  readonly replaced: number;
  readonly material: CaseMaterial;
  readonly proposed: Proposed;
  /** Under the defaults of the file it is written to. Null where the text is no case. */
  readonly value: EvalCase | null;
  /** Of what is in the trace and was not replaced. */
  readonly kept: readonly SensitiveValue[];
  readonly missed: readonly string[];
  /** What it takes from the defaults of the file it is added to. */
  readonly added: readonly { readonly at: CasePath; readonly value: Json }[];
  readonly result: ProofResult;
};

const notACase: ProofResult = { needed: false, proven: false, failed: [], checks: [], sentence: 'Cannot be proven: the text is not a case as it stands' };

/** From a trace and its label to a case file with its recording and proof (CASES 3). */
export function createMaking(context: EngineContext): Pick<EngineApi, 'draftCase' | 'proposeCase' | 'casePlaces' | 'makeCase'> {
  const { workspace } = context;
  const materialOf = createCaseMaterial(context);
  const suites = createCaseSuites(workspace);
  const alikeTogether = createMadeTogether((trace) => context.index.readSummary(trace)?.query ?? null);

  function prepare(request: DraftRequest): Prepared {
    const material = materialOf(request.trace, request.fromStep === undefined ? 'labelled' : { fromStep: request.fromStep });
    const { sensitive, summary, trace } = material;
    const id = request.id ?? caseId(replaceIn(material.material.query, sensitive), trace.sha256, isTaken);
    const now = propose(material, id, request.redact, request.decisions);
    const edited = request.text === undefined ? undefined : editedText(request, request.text, material, id, now);
    const parsed = edited === undefined ? undefined : parseCaseFile(edited.text);
    const [only, ...others] = parsed?.cases ?? [];
    const file = request.append === undefined ? undefined : workspace.resolve(request.append);
    const own = parsed ? (only && others.length === 0 && only.id !== null && only.suite === null ? only.value : null) : now.proposed.draft.value;
    const defaults = file && suites.defaultsOf(file);
    const value = own && underDefaults(own, defaults);
    const named = own?.id ?? id;
    const recordingText = recordingTextOf(named, now.source);
    const recording = Recording.parse(JSON.parse(recordingText));
    const result = value ? proveCase(value, recording) : notACase;
    const yaml = edited?.text ?? printDraft(finished(now.proposed.draft, value, recording, result, request.activate === true));
    const written = file ?? (request.out === undefined ? join(workspace.cases, `${named}.case.yaml`) : workspace.resolve(request.out));
    return {
      draft: {
        id: named, file: written, recordingFile: join(workspace.recordings, `${named}.json`),
        yaml,
        findings: sensitive.map((each, n) => findingOf(each, n, material.material.trial)),
        proof: { caseId: named, file: written, ...result },
        earlier: summary.cases,
        missing: now.proposed.draft.missing,
      },
      recordingText, replaced: now.chosen.length, material, proposed: now.proposed, value, result,
      kept: sensitive.filter((each) => !now.chosen.includes(each)), missed: edited?.missed ?? [], added: own ? [...addedByDefaults(defaults, plainJson(own))] : [],
    };
  }

  /** The drafted case after a person's choices. */
  function propose(given: CaseMaterial, id: string, redact: readonly number[] | undefined, decisions: Decisions | undefined) {
    const { material, sensitive } = given;
    const chosen = redact === undefined ? sensitive : sensitive.filter((_, n) => redact.includes(n));
    const clean = replaceIn(material, chosen);
    const source = sourceOf(given, clean.facts);
    const messages = clean.messages.length > 1 && clean.messages.at(-1)!.content === clean.query ? clean.messages : undefined;
    const from: DraftSource = { id, query: clean.query, messages, source, trial: clean.trial, facts: clean.facts, label: clean.label, askedAt: given.askedAt, approvalTool: toolOf(factsConfigOf(context.config().facts).approval) };
    return { proposed: proposeCase(from, decisions), chosen, source: { source, messages: clean.messages, trial: clean.trial } };
  }

  /** The person's text, with the choices made since it was edited. */
  function editedText({ textFor, redact }: DraftRequest, text: string, material: CaseMaterial, id: string, now: ReturnType<typeof propose>): { readonly text: string; readonly missed: readonly string[] } {
    if (textFor === undefined) return { text, missed: [] };
    const before = propose(material, id, textFor.redact, textFor.decisions);
    const carried = carryChoices(text, plainJson(before.proposed.draft.value), plainJson(now.proposed.draft.value));
    // What was to be replaced since stands nowhere any more, wherever it was typed.
    const since = redact === undefined ? [] : now.chosen.filter((each) => !before.chosen.includes(each));
    return { text: since.reduce((all, { value, replacement }) => all.replaceAll(value, replacement), carried.text), missed: carried.missed };
  }

  function proofOf(value: EvalCase, recording: Recording, result: ProofResult): NonNullable<EvalCase['source']>['proof'] {
    return { at: context.now().toISOString(), sha256: proofHash(value, recording), failed: [...result.failed], casebook: context.version };
  }

  /** @param read as it will be read where it is written */
  function finished(drafted: Draft, read: EvalCase | null, recording: Recording, result: ProofResult, activate: boolean): Draft {
    const value = read && activate && mayDecide(read, result) ? { ...drafted.value, status: 'active' as const } : drafted.value;
    if (!read || !result.proven) return { ...drafted, value };
    return { ...drafted, value: { ...value, source: { ...value.source, proof: proofOf(read, recording, result) } } };
  }

  /** A text as it is written: with its proof, and active only where it may be. */
  function finishedText(text: string, { value, result, recordingText }: Prepared): string {
    if (!value) return text;
    const edit = (from: string, path: readonly string[], to: Json | undefined): string => {
      const [node] = parseCaseFile(from).cases;
      return node ? applyEdits(from, to === undefined ? removeInNode(from, node, path) : setInNode(from, node, path, to)) : from;
    };
    const proven = result.proven ? plainJson(proofOf(value, Recording.parse(JSON.parse(recordingText)), result)) : undefined;
    const proved = edit(text, ['source', 'proof'], proven);
    return value.status === 'active' && !mayDecide(value, result) ? edit(proved, ['status'], 'draft') : proved;
  }

  function isTaken(id: string): boolean {
    if (existsSync(join(workspace.cases, `${id}.case.yaml`)) || existsSync(join(workspace.recordings, `${id}.json`))) return true;
    const line = new RegExp(`^\\s*(- )?(\\{)?"?id"?:\\s*["']?${id.replaceAll('.', '\\.')}["']?\\s*[,}]?\\s*$`, 'm');
    return workspace.caseFiles().some((file) => line.test(workspace.read(file) ?? ''));
  }

  function folders(): readonly string[] {
    return [...new Set([workspace.cases, ...workspace.caseFiles().map((file) => dirname(file))])].map((folder) => workspace.display(folder)).sort();
  }

  return {
    draftCase: (request) => {
      const { draft } = prepare(request);
      refuseInvalid(draft.yaml, draft.missing);
      return draft;
    },
    proposeCase(request) {
      const prepared = prepare(request);
      return previewOf(prepared, {
        display: workspace.display, edited: request.text !== undefined, activate: request.activate === true,
        isNewFile: !existsSync(prepared.draft.file), alikeTogether: request.together ? alikeTogether(request.trace, prepared.material.material.query, request.together) : [],
      });
    },
    casePlaces: () => ({ folders: folders(), suites: suites.list() }),
    makeCase({ findingsSeen, ...request }) {
      const prepared = prepare(request);
      const { draft, recordingText, replaced } = prepared;
      if (draft.findings.length > 0 && !findingsSeen) {
        throw new UserError('findings', `The draft holds ${draft.findings.length === 1 ? 'a likely secret or personal datum' : `${draft.findings.length} likely secrets or personal data`}, and nobody has decided on ${draft.findings.length === 1 ? 'it' : 'them'}.`, 'Look at the findings, then choose what to replace.');
      }
      if (request.text !== undefined) refuseBroken(prepared);
      const yaml = request.text === undefined ? draft.yaml : finishedText(draft.yaml, prepared);
      refuseInvalid(yaml, draft.missing);
      const isAdded = request.append !== undefined;
      if (!isAdded && existsSync(draft.file)) throw new UserError('case-file-exists', `${workspace.display(draft.file)} exists already.`, 'Give another file name, or open that file.');
      const text = isAdded ? suites.withCase(draft.file, yaml) : yaml;
      if (existsSync(draft.recordingFile)) throw new UserError('recording-exists', `${workspace.display(draft.recordingFile)} exists already, of another case.`, 'Give the case another id.');
      // The recording first: a case without one could not be proven, a recording without a case harms nobody.
      workspace.write(draft.recordingFile, recordingText);
      workspace.write(draft.file, text);
      return { ...draft, yaml, replaced };
    },
  };
}

const plainJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

/** A case as it is read under the defaults of its file. */
function underDefaults(own: EvalCase, defaults: Json | undefined): EvalCase | null {
  return defaults === undefined ? own : EvalCase.safeParse(mergeDefaults(defaults, plainJson(own))).data ?? null;
}

/** Typed by hand, and not as it should be written. */
function refuseBroken(prepared: Prepared): void {
  const { problems } = previewOf(prepared, { display: (file) => file, edited: true, activate: false, isNewFile: true, alikeTogether: [] });
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) throw new UserError('broken-text', `Line ${error.line}: ${error.message}`, 'Mend the line, then write the case.');
  if (!prepared.value) throw new UserError('not-one-case', 'The text is not one case.', 'Write one case, not a suite or several.');
}

/** The same validator as the Problems panel and `casebook validate`: what is written has no errors. */
function refuseInvalid(yaml: string, missing: readonly string[]): void {
  const error = validateCaseFile(parseCaseFile(yaml)).find((problem) => problem.severity === 'error');
  if (error) throw new UserError('cannot-draft', `A case made from this trace would not be valid: ${error.message} (${error.code})`, missing.join(' '));
}

function findingOf({ kind, detector, where: paths, value, replacement }: SensitiveValue, id: number, trial: Trial): RedactionFinding {
  const where = [...new Set(paths.map((path) => placeInWords(path, trial)))];
  const excerpt = kind === 'secret' ? `${value.slice(0, 4)}… (${value.length} characters)` : value;
  const places = where.length <= 3 ? where.join('; ') : `${where.slice(0, 3).join('; ')} and ${where.length - 3} more`;
  return { id, kind, detector, where: places, excerpt, replacement };
}
