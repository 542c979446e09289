import { existsSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import type { Draft } from '../core/cases/draft.ts';
import { caseId, draftCase } from '../core/cases/draft.ts';
import { printDraft } from '../core/cases/printDraft.ts';
import { proofHash, proveCase } from '../core/cases/prove.ts';
import { parseCaseFile } from '../core/cases/parse.ts';
import { printRecording } from '../core/cases/record.ts';
import type { SensitiveValue } from '../core/cases/sensitive.ts';
import { findIn, redactedPaths, replaceIn } from '../core/cases/sensitive.ts';
import { validateCaseFile } from '../core/cases/validate.ts';
import type { EvalCase } from '../core/model/evalCase.ts';
import { messageText } from '../core/model/message.ts';
import { Recording } from '../core/model/recording.ts';
import type { Trace, Trial } from '../core/model/trace.ts';
import { UserError } from '../core/support/errors.ts';
import { assemble } from '../core/trajectory/assemble.ts';
import { factsConfigOf, readFacts } from '../core/trajectory/facts.ts';
import { observe } from '../core/trajectory/observe.ts';
import { toolOf } from '../core/trajectory/oversight.ts';
import type { CaseDraft, DraftRequest, EngineApi, RedactionFinding } from '../protocol/engineApi.ts';
import type { EngineContext } from './context.ts';
import { placeInWords } from './findingPlaces.ts';

/** From a trace and its label to a case file with its recording and proof (CASES 3). */
export function createMaking(context: EngineContext): Pick<EngineApi, 'draftCase' | 'makeCase'> {
  const { workspace, index } = context;

  function prepare(request: DraftRequest): { draft: CaseDraft; recordingText: string; replaced: number } {
    const trace = index.readTrace(request.trace);
    const summary = index.readSummary(request.trace);
    if (!trace || !summary) throw new UserError('no-such-trace', `The index holds no trace ${request.trace}.`, 'Import its export again.');
    if (summary.query === null) throw new UserError('no-query', `Trace ${summary.nativeId} records no user message, so there is nothing to ask the agent again.`, 'Switch on message recording in the framework that wrote it, or choose a trace with a query.');

    const factsConfig = factsConfigOf(context.config().facts);
    const trial = observe(trace, factsConfig);
    const material = {
      query: summary.query,
      messages: conversationOf(trace),
      label: index.labelOf(trace.id),
      facts: readFacts(trace, factsConfig, trial.output),
      trial,
    };
    const sensitive = findIn(material);
    const chosen = request.redact === undefined ? sensitive : sensitive.filter((_, id) => request.redact!.includes(id));
    const clean = replaceIn(material, chosen);

    const id = caseId(clean.query, trace.sha256, isTaken);
    const capturedAt = summary.startUs === null ? undefined : new Date(summary.startUs / 1000).toISOString().replace('.000Z', 'Z');
    const source: EvalCase['source'] = {
      traceId: trace.id, runId: trace.nativeId, file: fileToCommit(trace.file), ...(capturedAt === undefined ? {} : { capturedAt }), sha256: trace.sha256, importer: trace.format,
      ...(clean.facts.role ? { userRole: clean.facts.role } : {}),
    };
    const messages = clean.messages.length > 1 && clean.messages.at(-1)!.content === clean.query ? clean.messages : undefined;
    const drafted = draftCase({ id, query: clean.query, messages, source, trial: clean.trial, facts: clean.facts, label: clean.label, approvalTool: toolOf(factsConfig.approval) });
    const recordingText = printRecording({
      casebook: 1, case: id, source,
      messages: clean.messages,
      trial: { ...clean.trial, redacted: redactedPaths(clean.trial) }, cuts: [],
    });
    const recording = Recording.parse(JSON.parse(recordingText));
    const result = proveCase(drafted.value, recording);
    const yaml = printDraft(withProof(drafted, recording, result));
    refuseInvalid(yaml, drafted);
    const file = request.out === undefined ? join(workspace.cases, `${id}.case.yaml`) : workspace.resolve(request.out);
    return {
      draft: {
        id, file, recordingFile: join(workspace.recordings, `${id}.json`),
        yaml,
        findings: sensitive.map((each, id) => findingOf(each, id, material.trial)),
        proof: { caseId: id, file, ...result },
        earlier: summary.cases,
        missing: drafted.missing,
      },
      recordingText,
      replaced: chosen.length,
    };
  }

  function withProof(drafted: Draft, recording: Recording, result: ReturnType<typeof proveCase>): Draft {
    if (!result.proven || drafted.value.failureWeObserved === undefined) return drafted;
    const proof = { at: context.now().toISOString(), sha256: proofHash(drafted.value, recording), failed: [...result.failed], casebook: context.version };
    return { ...drafted, value: { ...drafted.value, source: { ...drafted.value.source, proof } } };
  }

  function isTaken(id: string): boolean {
    if (existsSync(join(workspace.cases, `${id}.case.yaml`)) || existsSync(join(workspace.recordings, `${id}.json`))) return true;
    const line = new RegExp(`^\\s*(- )?(\\{)?"?id"?:\\s*["']?${id.replaceAll('.', '\\.')}["']?\\s*[,}]?\\s*$`, 'm');
    return workspace.caseFiles().some((file) => line.test(workspace.read(file) ?? ''));
  }

  return {
    draftCase: (request) => prepare(request).draft,
    makeCase({ findingsSeen, ...request }) {
      const { draft, recordingText, replaced } = prepare(request);
      if (draft.findings.length > 0 && !findingsSeen) {
        throw new UserError('findings', `The draft holds ${draft.findings.length === 1 ? 'a likely secret or personal datum' : `${draft.findings.length} likely secrets or personal data`}, and nobody has decided on ${draft.findings.length === 1 ? 'it' : 'them'}.`, 'Look at the findings, then choose what to replace.');
      }
      if (existsSync(draft.file)) throw new UserError('case-file-exists', `${workspace.display(draft.file)} exists already.`, 'Give another file name, or open that file.');
      // The recording first: a case without one could not be proven, a recording without a case harms nobody.
      workspace.write(draft.recordingFile, recordingText);
      workspace.write(draft.file, draft.yaml);
      return { ...draft, replaced };
    },
  };
}

/** The same validator as the Problems panel and `casebook validate`: what is written has no errors. */
function refuseInvalid(yaml: string, { missing }: Draft): void {
  const error = validateCaseFile(parseCaseFile(yaml)).find((problem) => problem.severity === 'error');
  if (error) throw new UserError('cannot-draft', `A case made from this trace would not be valid: ${error.message} (${error.code})`, missing.join(' '));
}

function findingOf({ kind, detector, where: paths, value, replacement }: SensitiveValue, id: number, trial: Trial): RedactionFinding {
  const where = [...new Set(paths.map((path) => placeInWords(path, trial)))];
  const excerpt = kind === 'secret' ? `${value.slice(0, 4)}… (${value.length} characters)` : value;
  const places = where.length <= 3 ? where.join('; ') : `${where.slice(0, 3).join('; ')} and ${where.length - 3} more`;
  return { id, kind, detector, where: places, excerpt, replacement };
}

/** A path of this machine says nothing to others: of a file outside the workspace only the name is written. */
function fileToCommit(file: string): string {
  return isAbsolute(file) ? basename(file) : file;
}

/** The turns of user and agent up to the query, without the system prompt, which is the target's own. */
function conversationOf(trace: Trace): NonNullable<EvalCase['messages']> {
  for (const span of assemble(trace.spans).ordered) {
    const turns = span.input.filter((message) => message.role === 'user' || message.role === 'assistant');
    const lastUser = turns.findLastIndex((message) => message.role === 'user');
    if (lastUser < 0) continue;
    return turns.slice(0, lastUser + 1).flatMap((message) => {
      const content = messageText(message);
      return content === '' || (message.role !== 'user' && message.role !== 'assistant') ? [] : [{ role: message.role, content }];
    });
  }
  return [];
}
