import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LabelledTrace } from '../../src/core/model/review.ts';
import { FolderInProcess } from './inProcess.ts';

const message = (role: string, content: string, more: object = {}) => ({ role, content, ...more });
const row = (id: string) => JSON.stringify({ id, messages: [
  message('user', `Where is order ${id}?`), message('assistant', '', { tool_calls: [{ id: 'c1', type: 'function', function: { name: 'getOrder', arguments: '{}' } }] }),
  message('tool', 'open', { tool_call_id: 'c1' }), message('assistant', 'It was delivered.'),
] });

describe('all that can be said of a trace, in the terminal', () => {
  let folder: FolderInProcess;
  const run = (...args: string[]) => folder.say(...args);
  const label = async (...args: string[]) => {
    const { stdout, stderr, code } = await run('label', ...args);
    return { code, said: `${stdout}${stderr}`.replaceAll(/tr_[0-9a-f]{12}/g, 'tr_…') };
  };
  beforeAll(async () => {
    folder = new FolderInProcess();
    writeFileSync(folder.file('runs.jsonl'), ['one', 'two', 'three'].map(row).join('\n'));
    await run('import', 'runs.jsonl');
    return async () => folder[Symbol.asyncDispose]();
  });

  test('steps, owner, status and texts are written, said again, and taken back', async () => {
    expect((await label('one', '--class', 'wrong_tool', '--last-good', '1', '--step', '2', '--owner', 'mia', '--status', 'fixing', '--note', 'Did not look', '--cause', 'Vague name', '--by', 'ana')).said).toBe([
      'tr_…: Fail · tool_selection, wrong_tool · first wrong step 2 · last good step 1 · fix in review · owner mia · by ana', '  note   Did not look', '  cause  Vague name', '',
    ].join('\n'));
    expect(await label('one', '--last-good', '2', '--by', 'ana')).toEqual({ code: 3, said: 'Step 2 is not marked: step 2 is the first wrong one, so the last good one comes before it.\nMark both at once, or take the other mark back first.\n' });
    expect((await label('one', '--last-good', 'none', '--owner', 'none', '--cause', '', '--status', 'open', '--by', 'ana')).said).toBe('tr_…: Fail · tool_selection, wrong_tool · first wrong step 2 · by ana\n  taken back: last good step, owner, cause\n');
    expect((await label('one', '--undo', '--by', 'ana')).said).toBe('tr_…: taken back: marked step, root cause, owner, status; now Fail · tool_selection, wrong_tool · first wrong step 2 · last good step 1 · fix in review · owner mia\n');
    // By the built command line.
    expect((await folder.run(['label', 'one', '--last-good', '0', '--by', 'ana'])).stderr).toContain('It takes a whole number from 1, or none.');
    expect(JSON.parse((await folder.run(['label', '--list', '--all', '--json'])).stdout)).toMatchObject({ labels: [{ nativeId: 'one', labels: { label: { by: 'ana' } } }] });
    expect((await label('two', 'three', '--owner', 'mia', '--status', 'open', '--by', 'ana')).said).toBe('2 traces labelled: owner mia · open · by ana\n');
    expect((await label('two', 'three', '--last-good', '1', '--by', 'ana')).said).toContain('Steps and wrong words belong to one trace.');
    expect((await label('--undo', '--by', 'ana')).said).toBe('2 traces: taken back: owner, status\n');
    expect(JSON.parse((await run('label', 'one', '--owner', 'kim', '--by', 'ben', '--json')).stdout)).toMatchObject({ own: { by: 'ben', verdict: null, owner: 'kim' }, label: { by: 'ben', verdict: null, owner: 'kim' }, hidden: 1 });
    expect((await label('one', '--owner', 'lee', '--by', 'ben')).said).toBe('tr_…: No verdict · owner lee · by ben\n  others    judged by others; hidden until you judge it\n');
  });

  test('the list shows what was written, whose it is, and what others say against it', async () => {
    await label('one', '--pass', '--note', 'Fine by me', '--by', 'ben');
    expect((await label('--list', 'one', '--all')).said).toBe([
      'tr_…: Pass · owner lee · by ben · against ana', '  Where is order one?', '  note  Fine by me',
      '  ana says Fail · tool_selection, wrong_tool · first wrong step 2 · last good step 1 · fix in review · owner mia', '    note   Did not look', '    cause  Vague name', '',
    ].join('\n'));
    const long = 'word '.repeat(100).trim();
    await label('three', '--note', long, '--by', 'ana');
    const { said } = await label('--list', 'three', '--all');
    expect(said).toContain('tr_…: Noted, no verdict · by ana\n');
    expect(said).toMatch(/note {2}(word )+.*…\n$/u);
    expect((JSON.parse((await run('label', '--list', 'three', '--all', '--json')).stdout) as { labels: LabelledTrace[] }).labels).toMatchObject([{ labels: { label: { note: long } } }]);
    expect((await label('--list', '--by', 'ben')).said.match(/^tr_…/gmu)).toHaveLength(1);
    expect((await run('list', '--all')).stdout).toMatch(/not reviewed .*noted by ana/u);
    expect((await run('find', 'fine by')).stderr).toBe('None of 3 traces has a text with "fine by".\nLabels say it of 1 trace: casebook list --text "fine by" lists it.\n');
  });

  test('a disagreement is decided, and the decision taken back; what stands then says whose it is', async () => {
    expect((await run('report', 'labels')).stdout).toContain('1 trace waits for a decision: in the tab Agreement of Review Traces, or with casebook label TRACE --adjudicate pass (or fail, with --class).');
    expect((await label('one', '--adjudicate', 'pass', '--class', 'wrong_tool', '--by', 'mia')).said).toContain('What passes has no failure class.');
    expect((await label('one', '--adjudicate', 'fail', '--class', 'tool_arguments', '--by', 'mia')).said).toBe('tr_…: Decided: fail, Arguments · by mia · between ana and ben\n');
    expect((await label('--list', 'one', '--all')).said).toContain('decided by mia · between ana and ben\n');
    expect(JSON.parse((await run('label', 'one', '--adjudicate', 'pass', '--by', 'mia', '--json')).stdout)).toMatchObject({ by: 'mia', adjudicated: { verdict: 'pass' }, label: { by: 'mia', verdict: 'pass' } });
    expect((await label('one', '--undo', '--by', 'mia')).said).toContain('taken back: adjudication; now Fail · tool_arguments');
    expect((await label('one', '--undo', '--by', 'mia')).said).toContain('taken back: adjudication; no label of yours is left; judged by others; hidden until you judge it\n');
  });

  test('what others alone said of a trace is shown nowhere until one judges it; it is found by what they said', async () => {
    await using own = new FolderInProcess();
    const cli = async (...args: string[]) => (await own.say(...args)).stdout.replaceAll(/tr_[0-9a-f]{12}/g, 'tr_…');
    const json = async <Result>(...args: string[]): Promise<Result> => JSON.parse((await own.say(...args, '--json')).stdout) as Result;
    writeFileSync(own.file('gitconfig'), '[user]\n  email = ben@example.org\n');
    writeFileSync(own.file('runs.jsonl'), ['one', 'two'].map(row).join('\n'));
    await cli('import', 'runs.jsonl');
    await cli('label', 'one', '--class', 'wrong_tool', '--step', '2', '--note', 'Hers', '--by', 'ana');
    const told = /ana|Hers|wrong_tool|tool_selection|Fail|fail |Pass|Labelled/u;
    for (const args of [['list'], ['show', 'one'], ['show', 'one', '--markdown'], ['label', '--list'], ['label', '--list', '--by', 'ana'], ['show', 'one', '--json'], ['label', '--list', '--json'], ['list', '--json']]) {
      const said = await cli(...args);
      expect(said.replaceAll('0 failing', '').replaceAll('1 failing', ''), args.join(' ')).not.toMatch(told);
      expect(said, args.join(' ')).toMatch(args.includes('--json') ? /"hidden":\s*1/u : /judged by others/iu);
    }
    expect(await cli('list', '--failing')).toMatch(/^· not reviewed .*judged by others .*order one/mu);
    expect(await cli('show', 'one')).toContain('Label      Judged by others; hidden until you judge it\n');
    expect(await cli('label', '--list')).toBe('tr_…: judged by others; hidden until you judge it\n  Where is order one?\n');
    expect(await json('show', 'one')).toMatchObject({ outcome: 'unreviewed', hidden: 1, label: null, failing: null, labels: [] });
    expect(await json('show', 'two')).toMatchObject({ hidden: 0 });

    for (const args of [['list', '--all'], ['show', 'one', '--all'], ['show', 'one', '--markdown', '--all'], ['label', '--list', '--all'], ['list', '--by', 'ana'], ['show', 'one', '--by', 'ana']]) expect(await cli(...args), args.join(' ')).toContain('by ana');
    await cli('label', 'one', '--pass');
    expect(await cli('show', 'one')).toContain('by ana');
    expect(await cli('label', 'one', '--undo')).toBe('tr_…: taken back: verdict; no label of yours is left; judged by others; hidden until you judge it\n');
    writeFileSync(own.file('casebook', 'config.yaml'), 'review: {blind: false}\n');
    expect(await cli('list')).toContain('by ana');
  });

  test('a trace that is not in a queue was not met there; one that left it by its verdict was', async () => {
    writeFileSync(folder.file('casebook', 'config.yaml'), 'queues: [{id: second, query: {session: none such}}, {id: open, query: {unlabelled: true}}]\n');
    expect((await label('one', '--pass', '--queue', 'second', '--by', 'kim'))).toEqual({ code: 3, said: 'tr_… is not in the queue second, so it cannot have been met there; nothing was written.\nLeave --queue out, or see what is in it: casebook queue second --all.\n' });
    expect(readdirSync(folder.file('casebook', 'labels'))).not.toContain('kim.jsonl');
    expect(await label('two', '--pass', '--queue', 'open', '--by', 'kim')).toEqual({ code: 0, said: 'tr_…: Pass · by kim\nNothing is left in open for kim.\n' });
    expect(await label('two', '--fail', '--queue', 'open', '--by', 'kim')).toMatchObject({ code: 0, said: expect.stringContaining('tr_…: Fail · by kim\n') as string });
    expect((await label('one', '--pass', '--queue', 'week', '--by', 'kim')).said).toMatch(/^tr_…: Pass · by kim\n1 left in week for kim; next is tr_…( \(.*\))?: Where is order three\?\n$/u);
  });

  test('rows of a failure log whose runs are not here are labelled by their ids', async () => {
    writeFileSync(folder.file('week.csv'), 'Run ID,Failure type,Root cause\nrun-77/x,Tool choice,vague name\n,Policy,no run\n');
    await run('failures', 'import', 'week.csv', '--by', 'ana');
    expect((await label('--orphans')).said).toContain('run-77/x: Fail · tool_selection · by ana · its trace is not imported\n  cause  vague name\n');
    expect((await label('run-77', '--status', 'handled', '--by', 'ana')).said).toBe('run-77/x: Fail · tool_selection · handled · by ana\n');
    expect((await label('run-77/x', '--undo', '--by', 'ana')).said).toBe('run-77/x: taken back: status; now Fail · tool_selection\n');
    expect((await label('csv:week', '--class', 'recovery_behavior', '--by', 'ana')).said).toMatch(/^csv:week\.csv:\w+: Fail · recovery_behavior · by ana\n$/u);
    expect((await label('run-77/x', '--step', '1', '--by', 'ana')).said).toBe('run-77/x is not imported, so it has no steps to mark.\nImport its export again, or say in a note where it went wrong.\n');
  });

  test('a class says that a run failed, also where one put it off; what one let pass stays right, and that is said', async () => {
    await label('two', '--defer', '--by', 'lea');
    expect((await label('two', '--class', 'wrong_tool', '--by', 'lea')).said).toContain('tr_…: Fail · tool_selection, wrong_tool · by lea\n');
    await label('two', '--pass', '--by', 'lea');
    expect((await label('two', '--class', 'wrong_tool', '--by', 'lea')).said).toContain('You said that it passed, and that stays; add --fail if the class says that it failed.\n');
    await label('two', '--undo', '--by', 'lea');
  });

  test('asked for by name, what is not labelled and what is not there are told apart', async () => {
    writeFileSync(folder.file('bare.jsonl'), row('bare'));
    await run('import', 'bare.jsonl');
    expect(await label('--list', 'bare')).toEqual({ code: 0, said: 'bare is not labelled.\n' });
    const both = await label('--list', 'bare', 'three');
    expect(both.said).toMatch(/^tr_…: /u);
    expect(both.said).toMatch(/bare is not labelled\.\n$/u);
    expect(await label('--list', 'nope')).toMatchObject({ code: 3, said: expect.stringContaining('no trace nope') as string });
    expect((await label('--list', 'bare', '--by', 'ben')).said).toBe('bare is not labelled.\n');
  });

  test('whose the first label in a folder is stands above it, and above no other', async () => {
    const [first, second] = [await run('label', 'bare', '--note', 'x'), await run('label', 'bare', '--note', 'y')];
    expect(first.stderr).toMatch(/^Labelling as .+, from .+; --by NAME changes it\.\n$/u);
    expect(second.stderr).toBe('');
    expect(await run('label', 'bare', '--pass', '--by', 'x'.repeat(300))).toMatchObject({ code: 3, stderr: expect.stringContaining('is no name for a journal: it has 300 letters') as string });
  });

  test('a table is imported by name, and one that is cut off says where', async () => {
    expect(await run('failures', 'week.csv')).toEqual({ code: 3, stdout: '', stderr: 'failures takes import and a file, and no week.csv.\nDid you mean casebook failures import week.csv?\n' });
    writeFileSync(folder.file('open.csv'), 'Run ID,Failure type\none,Tool choice\ntwo,"Tool choice\nthree,Policy\n');
    expect(await run('failures', 'import', 'open.csv', '--by', 'ana')).toMatchObject({ code: 2, stderr: 'open.csv is no table: row 3 opens a quotation mark that is closed nowhere.\nClose it, or write "" for a mark that belongs to the text.\n' });
  });

  test('what people wrote comes out of a folder whose taxonomy is broken, with what is wrong', async () => {
    writeFileSync(folder.file('casebook', 'taxonomy.yaml'), 'classes: [{id: a\n');
    const wrong = /casebook\/taxonomy\.yaml:\d+:\d+ CB801 .* Until it is mended, the classes are the built-in ones\./u;
    for (const args of [['queue'], ['queue', 'week', '--all'], ['failures', '--all'], ['report', 'labels'], ['report', 'matrix'], ['report', 'users'], ['export', 'labels', '--all', '--csv', '-']]) {
      const { code, stdout, stderr } = await run(...args);
      expect({ args, code, said: stdout.length > 0 }).toEqual({ args, code: args[0] === 'export' ? 2 : 0, said: true });
      if (args.length > 1) expect(stderr).toMatch(wrong);
    }
    expect(await run('label', 'one', '--class', 'tool_selection', '--by', 'ana')).toMatchObject({ code: 2, stderr: expect.stringContaining('CB801') as string });
    rmSync(folder.file('casebook', 'taxonomy.yaml'));
  });

  test('Ctrl-C ends what only reads, before it prints', async () => {
    for (const args of [['failures', '--all'], ['failures', '--all', '--csv'], ['label', '--list'], ['report', 'labels'], ['export', 'labels', '--all', '--csv', '-']]) {
      const asked = new AbortController();
      setImmediate(() => asked.abort());
      expect({ args, ...await folder.sayUntil(asked.signal, args) }).toEqual({ args, code: null, stdout: '', stderr: '' });
    }
  });

  test('what cannot be read is said once, in words', async () => {
    mkdirSync(folder.file('casebook', 'labels', 'dir.jsonl'));
    expect((await run('list')).stderr).toBe('casebook/labels/dir.jsonl is a folder and not a file; its labels are missing.\n');
    expect((await run('export', 'traces', 'one', 'two', '--html', 'two.html')).stderr).toContain('2 traces are written into a folder, a page each, and two.html is named like one page.\nFor example --html two/, or export one trace.');
  });
});

test.each([['queue'], ['queue', 'week'], ['list'], ['find', 'x']])('where nothing is imported, %s %s says how to begin', async (...args) => {
  await using folder = new FolderInProcess();
  expect(await folder.say(...args)).toEqual({ code: 0, stdout: '', stderr: 'No trace is here yet. Import an export with: casebook import FILE\n' });
});
