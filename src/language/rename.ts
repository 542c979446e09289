import type { Range, RenameFile, TextDocumentEdit, TextEdit as LspEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { proofHash, proofHolds } from '../core/cases/prove.ts';
import { isJsonText } from '../core/cases/edit.ts';
import { slugOf } from '../core/cases/words.ts';
import { inPlace } from '../core/cases/yamlPrint.ts';
import { idPattern } from '../core/model/evalCase.ts';
import { builtInTaxonomy } from '../core/model/failureClass.ts';
import type { TextEdit } from '../core/model/problem.ts';
import { UserError } from '../core/support/errors.ts';
import { beside, entryNamed, fileNamed } from './definition.ts';
import { lspRangeIn } from './lspRange.ts';
import { insideOf } from './names.ts';
import type { WrittenName } from './names.ts';
import type { NamedFile, NamesAround } from './namesAround.ts';
import type { NameKind } from './namePatterns.ts';
import type { ParsedFiles } from './parsedFiles.ts';
import type { Surroundings } from './surroundings.ts';
import { withMerged } from './mergedClass.ts';

export type RenameNeeds = { readonly around: NamesAround; readonly surroundings: Surroundings; readonly files: ParsedFiles; readonly renamesFiles: boolean };

/** A sentence about why a name cannot be changed, or not so, and what to do. */
export type Refusal = { readonly refused: string };

export function orRefusal<T>(answer: () => T): T | Refusal {
  try {
    return answer();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { refused: error.hint === undefined ? error.message : `${error.message} ${error.hint}` };
  }
}

const words: Readonly<Record<NameKind, string>> = {
  case: 'case', tag: 'tag', tier: 'tier', class: 'failure class', mode: 'failure mode', owner: 'owner', role: 'role', target: 'target', judge: 'judge', tool: 'tool', step: 'step', document: 'document',
  ref: 'file', policy: 'policy', useCase: 'use case', sourceFile: 'file',
};

/** What would be renamed at a place; undefined where nothing has a name of its own. Throws a UserError where the name is not the author's to change. */
export function prepareRename(document: TextDocument, offset: number, { around, renamesFiles }: Pick<RenameNeeds, 'around' | 'renamesFiles'>): { readonly range: Range; readonly placeholder: string } | undefined {
  const at = around.at(document, offset);
  if (!at || at.found.kind === 'sourceFile') return undefined;
  refuseFixed(at.found, renamesFiles);
  return { range: at.file.rangeOf(insideOf(at.found, at.file.text)), placeholder: at.found.name };
}

/** Every change that gives what stands at a place another name, in all files. Throws a UserError where that cannot be. */
export function renameAt(document: TextDocument, offset: number, newName: string, needs: RenameNeeds): WorkspaceEdit | undefined {
  const { around, renamesFiles } = needs;
  const at = around.at(document, offset);
  if (!at || at.found.kind === 'sourceFile') return undefined;
  const { file, found } = at;
  if (newName === found.name) return { changes: {} };
  refuseFixed(found, renamesFiles);
  refuseMalformed(found.kind, newName);
  if (found.kind === 'ref') return renameFile(file, found, newName, around);
  refuseTaken(file, found, newName, around);
  const edits = new EditsByFile();
  // Cases that share an id are told apart by where they stand.
  const places = [...around.places(file, found)];
  const changed = found.kind === 'case' ? [{ file, found }] : places;
  for (const each of changed) if (!followsAnchor(each.found, each.file, changed)) edits.add(each.file, editOf(each.file.text, each.found, newName));
  if (found.kind === 'class') for (const taxonomy of new Set(changed.filter((each) => each.found.defines).map((each) => each.file))) for (const edit of withMerged(taxonomy.text, found.name, newName)) edits.add(taxonomy, edit);
  if (found.kind === 'tool') addCatalogue(edits, file, found, newName, needs);
  if (found.kind !== 'case' || places.length > 1) return { changes: edits.changes };
  const moved = movedRecording(file, found.name, newName, needs);
  if (!moved) return { changes: edits.changes };
  if (!renamesFiles) throw new UserError('no-file-rename', `${found.name} has a recording, which this editor does not let a rename move along.`, `Rename ${found.name}.json in recordings by hand, together with the id.`);
  for (const edit of moved.proof) edits.add(file, edit);
  const { uri, to, text } = moved;
  const inside = /^\s*\{[^{}[\]]*?"case"\s*:\s*(?=")/.exec(text);
  const written = JSON.stringify(found.name);
  const start = inside?.[0].length ?? -1;
  const recording: LspEdit[] = start >= 0 && text.startsWith(written, start) ? [{ range: lspRangeIn(text, { start, end: start + written.length }), newText: JSON.stringify(newName) }] : [];
  return { documentChanges: [...edits.documents, ...(recording.length > 0 ? [{ textDocument: { uri, version: null }, edits: recording }] : []), { kind: 'rename', oldUri: uri, newUri: to } satisfies RenameFile] };
}

/** Names that the format itself gives. */
function refuseFixed({ kind, name, scope }: WrittenName, renamesFiles: boolean): void {
  const builtIn = kind === 'class' ? builtInTaxonomy.classes.some((each) => each.id === name)
    : kind === 'mode' ? builtInTaxonomy.classes.some((each) => (scope === undefined || each.id === scope) && each.modes?.some((mode) => mode.id === name))
      : kind === 'tier' ? name === 'default' : kind === 'target' && name === 'replay';
  if (builtIn) throw new UserError('built-in-name', `${name} is built in, and labels and reports know it by this name.`, kind === 'class' || kind === 'mode' ? 'Give it another display name in taxonomy.yaml, or add a class of your own there.' : `Add a ${words[kind]} of your own instead.`);
  if (kind === 'ref' && !renamesFiles) throw new UserError('no-file-rename', 'This editor does not let a rename move files.', 'Move the file by hand, then change its path here.');
}

function refuseMalformed(kind: NameKind, name: string): void {
  const isSlug = kind === 'case' || kind === 'class' || kind === 'mode' || kind === 'step';
  const fits = kind === 'class' || kind === 'mode' ? /^[a-z0-9][a-z0-9_.-]*$/.test(name) : idPattern.test(name);
  if (isSlug && !fits) throw new UserError('not-a-slug', `${JSON.stringify(name)} cannot be the id of a ${words[kind]}: ids are lower-case letters, digits, dots, hyphens and underscores.`, `Try ${slugOf(name)}.`);
  if (name.trim() !== name || name === '' || /\p{Cc}/u.test(name)) throw new UserError('not-a-name', 'A name is one line of text, without blanks around it.', 'Try another name.');
}

function refuseTaken(file: NamedFile, found: WrittenName, name: string, around: NamesAround): void {
  const builtIn = found.kind === 'class' && builtInTaxonomy.classes.some((each) => each.id === name);
  const [taken] = around.places(file, { ...found, name });
  if (builtIn || taken) {
    const where = builtIn ? 'is built in' : `stands in ${decodeURIComponent(taken?.file.uri.split('/').at(-1) ?? '')}`;
    throw new UserError('name-taken', `${name} is taken: a ${words[found.kind]} of this name ${where}.`, 'Choose another name.');
  }
  if (found.kind === 'case' && around.workspace.recordingText(file.uri, name) !== undefined) throw new UserError('name-taken', `There is a recording of the name ${name}.json already.`, 'Choose another id, or remove that recording.');
}

/** The name as it is quoted where it stands. */
function editOf(text: string, { range, prefix, isAlias, isKey }: WrittenName, name: string): TextEdit {
  const first = text[range.start];
  const quotes = isAlias ? undefined : first === '"' ? 'double' : first === "'" ? 'single' : undefined;
  const written = isJsonText(text) ? JSON.stringify(prefix + name) : inPlace(prefix + name, '', { form: 'flow', quotes, eol: '\n' });
  return { range, text: isKey && quotes === 'double' ? JSON.stringify(name) : written };
}

/** An alias of a name that is changed at its anchor changes with it. */
function followsAnchor(found: WrittenName, file: NamedFile, changed: readonly { readonly file: NamedFile; readonly found: WrittenName }[]): boolean {
  if (!found.isAlias) return false;
  const anchor = file.text.slice(found.range.start + 1, found.range.end).trim();
  return changed.some((each) => each.file === file && !each.found.isAlias && file.text.slice(0, each.found.range.start).trimEnd().endsWith(`&${anchor}`));
}

/** The tool in the catalogue file that config.yaml names. */
function addCatalogue(edits: EditsByFile, file: NamedFile, found: WrittenName, newName: string, { around, surroundings }: RenameNeeds): void {
  const path = surroundings.config(file.uri)?.tools;
  if (typeof path !== 'string' || path === 'traces') return;
  const uri = around.workspace.casebookUri(file.uri, `../${path}`);
  const text = around.workspace.textInFolder(file.uri, path);
  const range = text === undefined ? undefined : entryNamed(text, found.name, ['name']);
  if (uri === undefined || text === undefined || !range) return;
  edits.add({ uri, text, names: [], rangeOf: (each) => lspRangeIn(text, each) }, editOf(text, { ...found, range, prefix: '', isKey: false, isAlias: false }, newName));
}

/** A proof holds for the recording as it reads then. */
function movedRecording(file: NamedFile, id: string, newId: string, { around, surroundings, files }: RenameNeeds): { readonly uri: string; readonly to: string; readonly text: string; readonly proof: readonly TextEdit[] } | undefined {
  const { workspace } = around;
  const text = workspace.recordingText(file.uri, id);
  const uri = workspace.recordingUri(file.uri, id);
  const to = workspace.recordingUri(file.uri, newId);
  if (text === undefined || uri === undefined || to === undefined) return undefined;
  const parsed = files.get(file.uri, file.text).cases.find((each) => each.id === id);
  const recording = surroundings.recording(file.uri, id);
  const sha = parsed?.node.byKey.get('source')?.value;
  const proof = sha?.kind === 'map' ? sha.byKey.get('proof')?.value : undefined;
  const written = proof?.kind === 'map' ? proof.byKey.get('sha256')?.value : undefined;
  if (!parsed?.value || !recording || recording.case !== id || !written || written.alias || !proofHolds(parsed.value, recording)) return { uri, to, text, proof: [] };
  const hash = proofHash(parsed.value, { ...recording, case: newId });
  return { uri, to, text, proof: [{ range: written.range, text: file.text.slice(written.range.start, written.range.end).replace(String(written.kind === 'scalar' ? written.value : ''), hash) }] };
}

function renameFile(file: NamedFile, found: WrittenName, path: string, around: NamesAround): WorkspaceEdit {
  const uri = fileNamed(file.uri, found, around);
  if (uri === undefined) throw new UserError('no-such-file', `${found.name} is not there, so it cannot be renamed.`, 'Correct the path first.');
  if (around.workspace.fileExists(file.uri, path)) throw new UserError('name-taken', `${path} is there already.`, 'Choose another name.');
  const to = beside(file.uri, path);
  const edits = new EditsByFile();
  const last = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  for (const other of around.filesWith(file.uri, 'ref', [last])) {
    for (const each of other.names) if (each.kind === 'ref' && beside(other.uri, each.name) === uri) edits.add(other, editOf(other.text, each, relative(other.uri, to)));
  }
  return { documentChanges: [...edits.documents, { kind: 'rename', oldUri: uri, newUri: to }] };
}

/** The path from one file to another. */
function relative(from: string, to: string): string {
  const [a, b] = [from.split('/').slice(0, -1), to.split('/')];
  let shared = 0;
  while (shared < a.length && shared < b.length - 1 && a[shared] === b[shared]) shared += 1;
  return [...a.slice(shared).map(() => '..'), ...b.slice(shared).map(decodeURIComponent)].join('/');
}

class EditsByFile {
  readonly #edits = new Map<string, LspEdit[]>();

  add(file: NamedFile, edit: TextEdit): void {
    const before = this.#edits.get(file.uri) ?? [];
    before.push({ range: file.rangeOf(edit.range), newText: edit.text });
    this.#edits.set(file.uri, before);
  }

  get changes(): Record<string, LspEdit[]> {
    return Object.fromEntries(this.#edits);
  }

  get documents(): TextDocumentEdit[] {
    return [...this.#edits].map(([uri, edits]) => ({ textDocument: { uri, version: null }, edits }));
  }
}
