import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { parseCaseFile } from '../core/cases/parse.ts';
import { validateCaseFile } from '../core/cases/validate.ts';
import { slugOf } from '../core/cases/words.ts';
import { formatBytes } from '../core/display/numbers.ts';
import { longestText, readDocument } from '../core/exchange/documents.ts';
import { exportCases } from '../core/exchange/exportCases.ts';
import type { CaseToExport } from '../core/exchange/exportCases.ts';
import { importCases } from '../core/exchange/importCases.ts';
import type { ImportedSuite } from '../core/exchange/importCases.ts';
import type { Peer } from '../core/exchange/peer.ts';
import { printSuite } from '../core/exchange/printCases.ts';
import { detectPeer, peerNamed, peers } from '../core/exchange/registry.ts';
import { messageOf, UserError } from '../core/support/errors.ts';
import type { ExchangeApi, ExportCasesReport, PeerName, WrittenSuite } from '../protocol/exchangeApi.ts';
import { findCases } from './findCases.ts';
import type { Workspace } from './workspace.ts';

/** Cases to and from the files of other tools; needs no index. */
export function createExchange(workspace: Workspace): ExchangeApi {
  return {
    exchangePeers: () => peers.map(nameOf),

    exportCases({ cases: names, to, out, overwrite = false }) {
      const peer = peerNamed(to);
      const extension = extensionFor(peer, out);
      if (out !== undefined && !overwrite) refuseExisting(out);
      const { whole, problems } = casesToExport(workspace, names);
      if (whole.length === 0) throw new UserError('no-case', problems.length > 0 ? `${problems.length === 1 ? 'The case is' : `All ${problems.length} cases are`} not well formed: ${problems[0]?.message ?? ''}` : 'There is no case to export.', problems.length > 0 ? 'casebook validate says what is wrong.' : 'Cases lie in casebook/cases; name another file or folder.');
      const { text, cases } = exportCases(whole, peer, extension);
      if (out !== undefined) workspace.write(out, text);
      return { to: nameOf(peer), file: out ?? null, text: out === undefined ? text : null, cases, problems } satisfies ExportCasesReport;
    },

    importCases({ path, from, out, overwrite = false, existing, dryRun = false }) {
      const named = from === undefined ? undefined : peerNamed(from);
      const document = readDocument(readWhole(path));
      const { peer, why } = named ? { peer: named, why: null } : detectPeer(document);
      const taken = idsOf(workspace);
      if (out !== undefined && !overwrite && !dryRun) refuseExisting(out);
      const { suites, cases, problems, leftOut, clashes } = importCases(document, peer, { suite: suiteNameOf(path), taken, existing: existing ?? 'skip' });
      if (clashes.length > 0 && existing === undefined && !dryRun) {
        const shown = clashes.slice(0, 5).join(', ');
        throw new UserError('existing-cases', `The workspace has ${clashes.length === 1 ? 'a case' : 'cases'} of ${clashes.length === 1 ? 'this id' : 'these ids'} already: ${shown}${clashes.length > 5 ? ` and ${clashes.length - 5} more` : ''}. Nothing was written.`, 'Say what becomes of those of the file: --existing skip leaves them out, --existing rename gives them ids of their own.');
      }
      if (cases.length === 0 && clashes.length === 0) throw new UserError('no-case', `${workspace.display(path)} holds no ${peer.calls} that can be read.${problems[0] ? ` ${problems[0].place}: ${problems[0].message}` : ''}`, named ? 'Without --from, the tool is told by the content.' : 'Check that it is the right file.');
      const planned = plan(workspace, suites, out);
      const files = planned.map(({ file, text, suite, count }) => {
        if (!dryRun) workspace.write(file, text);
        return { suite, file, cases: count, ...diagnosticsOf(text, file) } satisfies WrittenSuite;
      });
      return { from: nameOf(peer), why, written: !dryRun && files.length > 0, files, cases, problems, leftOut, clashes };
    },
  };
}

const nameOf = ({ id, title, extensions }: Peer): PeerName => ({ id, title, extensions });

function extensionFor(peer: Peer, out: string | undefined): string {
  const [usual] = peer.extensions;
  if (out === undefined) return usual;
  const given = extname(out).toLowerCase();
  const extension = given === '.yml' ? '.yaml' : given === '.ndjson' ? '.jsonl' : given;
  if (extension === '' || peer.extensions.includes(extension)) return extension === '' ? usual : extension;
  throw new UserError('bad-extension', `${peer.title} are not written as ${given}.`, `Name a file that ends with ${peer.extensions.join(' or ')}.`);
}

function refuseExisting(file: string): void {
  if (existsSync(file)) throw new UserError('file-exists', `${file} is there already; it was not overwritten.`, 'Name another file, or say --overwrite.');
}

type NotExported = ExportCasesReport['problems'][number];

function casesToExport(workspace: Workspace, names: readonly string[]): { readonly whole: readonly CaseToExport[]; readonly problems: readonly NotExported[] } {
  const whole: CaseToExport[] = [];
  const problems: NotExported[] = [];
  const descriptions = new Map<string, ReadonlyMap<string | null, string>>();
  for (const { file, id, parsed, text, problem } of findCases(workspace, names)) {
    if (!parsed?.value || parsed.isGuess) {
      problems.push({ file, id, message: problem ?? 'the case is not well formed' });
      continue;
    }
    let described = descriptions.get(file);
    if (!described) descriptions.set(file, (described = descriptionsIn(text)));
    whole.push({ value: parsed.value, suite: parsed.suite, description: described.get(parsed.suite) ?? null });
  }
  return { whole, problems };
}

function descriptionsIn(text: string): ReadonlyMap<string | null, string> {
  return new Map(parseCaseFile(text).suites.flatMap(({ name, single, root }): readonly (readonly [string | null, string])[] => {
    const said = single ? undefined : root.byKey.get('description')?.value;
    return said?.kind === 'scalar' && typeof said.value === 'string' ? [[name, said.value]] : [];
  }));
}

function readWhole(path: string): string {
  try {
    const { size } = statSync(path);
    if (size > longestText) throw new UserError('too-large', `${path} has ${formatBytes(size)}; ${formatBytes(longestText)} is the most that is read at once.`, 'Split it, and import the parts.');
    const text = readFileSync(path, 'utf8');
    if (text.includes('\0')) throw new UserError('not-readable', `${path} is no text.`, 'An export of test cases is JSON, JSON lines or YAML, in UTF-8.');
    return text;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError('cannot-read', `${path} cannot be read: ${messageOf(error)}`, 'Check that the file exists and that you may read it.');
  }
}

/** Broken case files hold ids too, as far as they can be read. */
function idsOf(workspace: Workspace): ReadonlySet<string> {
  return new Set(workspace.caseFiles().flatMap((file) => parseCaseFile(workspace.read(file) ?? '').cases.flatMap(({ id }) => id ?? [])));
}

/** `orders.evalset.json` is about orders. */
const suiteNameOf = (path: string): string => basename(path).replace(/(?:\.(?:evalset|test|tests|case|dataset|ya?ml|jsonl?|ndjson))+$/i, '') || 'imported';

type Planned = { readonly file: string; readonly text: string; readonly suite: string | null; readonly count: number };

function plan(workspace: Workspace, suites: readonly ImportedSuite[], out: string | undefined): readonly Planned[] {
  if (out !== undefined && suites.length > 0) {
    return [{ file: out, text: suites.map((suite) => printSuite(suite, suite.cases)).join('---\n'), suite: suites.length === 1 ? (suites[0]?.name ?? null) : null, count: suites.reduce((sum, { cases }) => sum + cases.length, 0) }];
  }
  const used = new Set<string>();
  return suites.map((suite) => {
    const file = freeFile(workspace, slugOf(suite.name ?? 'imported'), used);
    used.add(file);
    return { file, text: printSuite(suite, suite.cases), suite: suite.name, count: suite.cases.length };
  });
}

function freeFile(workspace: Workspace, name: string, used: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const file = join(workspace.cases, `${n === 1 ? name : `${name}-${n}`}.case.yaml`);
    if (!existsSync(file) && !used.has(file)) return file;
  }
}

function diagnosticsOf(text: string, file: string): Pick<WrittenSuite, 'errors' | 'warnings' | 'hints' | 'codes'> {
  const problems = validateCaseFile(parseCaseFile(text, file));
  const codes: Record<string, number> = {};
  for (const { code } of problems) codes[code] = (codes[code] ?? 0) + 1;
  const having = (...severities: readonly string[]): number => problems.filter(({ severity }) => severities.includes(severity)).length;
  return { errors: having('error'), warnings: having('warning'), hints: having('hint', 'info'), codes };
}
