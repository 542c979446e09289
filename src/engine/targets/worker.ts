import type { ChildProcess } from 'node:child_process';
import { isJsonMap } from '../../core/model/json.ts';
import { messageOf } from '../../core/support/errors.ts';
import { decodeOutput } from './decodeOutput.ts';
import { Complaint, graceMs, signalGroup, startProgram, type Program } from './processGroup.ts';

/** One question of a case: a line of JSON, and how long its answer may take and be. */
export type Question = { readonly id: string; readonly caseId: string; readonly line: string; readonly timeoutMs: number; readonly maxOutputBytes: number };

/** What became of a question. All but the first two end the worker. `problem` continues "The target …". */
export type Reply =
  | { readonly how: 'answer'; readonly value: unknown; readonly ms: number }
  | { readonly how: 'error'; readonly said: string }
  | { readonly how: 'confused'; readonly problem: string; readonly stderr: string }
  | { readonly how: 'exit'; readonly code: number | null; readonly signal: string | null; readonly stderr: string }
  | { readonly how: 'timeout' | 'flood' | 'aborted'; readonly stderr: string }
  | { readonly how: 'not-started'; readonly code: string | undefined; readonly message: string };

/** How long a worker may take to end once its input is closed: it may have something to flush. */
const farewellMs = 1000;

/** What a worker may print that nobody asked for. */
const mostUnasked = 65_536;
/** Before a brace. */
const mostBlanks = 200;

type Gone = Extract<Reply, { readonly how: 'exit' | 'not-started' }>;
type Asked = { readonly question: Question; readonly start: number; settle(reply: Reply): void };

/** What a worker printed beyond its answers. `after`: the case it answered last. `problem` continues "the target …". */
export type Unasked = { readonly after: string; readonly problem: string };

/**
 * A program that answers one question after another, line by line. Its first answer to a question counts. Whatever it prints beside
 * its answers ends it: until its first answer that can only belong to the question it was started for.
 */
export class Worker {
  readonly #child: ChildProcess | undefined;
  readonly #complaint = new Complaint();
  readonly #exit = Promise.withResolvers<void>();
  readonly #tell: (unasked: Unasked) => void;
  /** Cases by the ids of their questions. */
  readonly #answered = new Map<string, string>();
  #lastAnswered: string | undefined;
  #asked: Asked | undefined;
  #line: Buffer[] = [];
  #received = 0;
  #isRetiring = false;
  #isGone = false;
  #isKilled = false;
  #gone: Gone | undefined;

  constructor(program: Program, tell: (unasked: Unasked) => void) {
    this.#tell = tell;
    try {
      this.#child = startProgram(program);
    } catch (error) {
      this.#leave({ how: 'not-started', code: (error as NodeJS.ErrnoException).code, message: messageOf(error) });
      return;
    }
    const child = this.#child;
    child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
    child.stderr?.on('data', (chunk: Buffer) => this.#complaint.add(chunk));
    // A program that has ended does not read: its exit says so.
    child.stdin?.on('error', () => undefined);
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) this.#leave({ how: 'not-started', code: error.code, message: error.message });
    });
    child.on('exit', (code, signal) => {
      // What it printed last may still be on its way.
      const leave = (): void => this.#leave({ how: 'exit', code, signal, stderr: this.#complaint.text });
      const timer = setTimeout(leave, graceMs);
      child.on('close', () => {
        clearTimeout(timer);
        leave();
      });
    });
  }

  /** It takes no more questions. */
  get isGone(): boolean {
    return this.#isGone || this.#isRetiring;
  }

  /** The case it answered last. */
  get lastAnswered(): string | undefined {
    return this.#lastAnswered;
  }

  /** One question at a time. Never rejects. */
  async ask(question: Question, signal: AbortSignal): Promise<Reply> {
    if (this.#gone) return this.#gone;
    const { promise, resolve } = Promise.withResolvers<Reply>();
    this.#received = 0;
    this.#asked = { question, start: performance.now(), settle: resolve };
    const abort = (): void => this.#give({ how: 'aborted', stderr: '' });
    const timer = setTimeout(() => this.#give({ how: 'timeout', stderr: this.#complaint.text }), question.timeoutMs);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    else this.#child?.stdin?.write(`${question.line}\n`);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
  }

  /** Lets it finish, then ends it and all it started. */
  async end(atOnce: boolean): Promise<void> {
    this.#isGone = true;
    const child = this.#child;
    if (!child || this.#gone) return;
    child.stdin?.end();
    const timers = [setTimeout(() => signalGroup(child, 'SIGTERM'), atOnce ? 0 : farewellMs), setTimeout(() => this.#kill(), graceMs + (atOnce ? 0 : farewellMs))];
    await this.#exit.promise;
    for (const timer of timers) clearTimeout(timer);
  }

  #kill(): void {
    this.#isGone = true;
    this.#isKilled = true;
    if (this.#child) signalGroup(this.#child, 'SIGKILL');
    this.#child?.stdin?.destroy();
    this.#child?.stdout?.destroy();
    this.#child?.stderr?.destroy();
    this.#exit.resolve();
  }

  #leave(how: Gone): void {
    if (this.#gone) return;
    this.#gone = how;
    const rest = Buffer.concat(this.#line).toString('utf8').trim();
    if (how.how === 'exit' && how.code === 0 && rest !== '') this.#give({ how: 'confused', problem: 'ended in the middle of a line of its answer.', stderr: how.stderr });
    else this.#give(how);
    // Whatever it left running in its group ends with it.
    this.#kill();
  }

  /** Settles the question that is open. A worker that did not answer it properly is not asked again. */
  #give(reply: Reply): void {
    const asked = this.#asked;
    this.#asked = undefined;
    this.#received = 0;
    if (reply.how !== 'answer' && reply.how !== 'error') this.#kill();
    asked?.settle(reply);
  }

  #confuse(problem: string): void {
    const after = this.lastAnswered;
    if (!this.#asked && after !== undefined) this.#tell({ after, problem });
    this.#give({ how: 'confused', problem, stderr: this.#complaint.text });
  }

  #read(chunk: Buffer): void {
    this.#received += chunk.length;
    if (this.#received > (this.#asked?.question.maxOutputBytes ?? mostUnasked)) return this.#give({ how: 'flood', stderr: '' });
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0 && !this.#isKilled; at = chunk.indexOf(10, from)) {
      const line = Buffer.concat([...this.#line, chunk.subarray(from, at)]);
      this.#line = [];
      from = at + 1;
      this.#take(line);
    }
    this.#line.push(chunk.subarray(from));
  }

  /** One line of output: an answer, or chatter, which is not for us. */
  #take(bytes: Buffer): void {
    if (!bytes.subarray(0, mostBlanks).toString('latin1').trimStart().startsWith('{') && !bytes.includes(0)) return;
    const { text, problem } = decodeOutput(bytes);
    if (text === null) return this.#confuse(problem);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      return this.#confuse(`printed a line that begins like JSON and is not: ${messageOf(error)}.`);
    }
    if (!isJsonMap(value) || typeof value['id'] !== 'string' || (value['answer'] === undefined && value['error'] === undefined)) {
      return this.#confuse('printed a line that is no answer. A worker answers each line with {"id": "…", "answer": {"output": "…"}}, where id is that of the line.');
    }
    const asked = this.#asked;
    const { id, answer, error } = value;
    if (asked && id === asked.question.id) {
      this.#lastAnswered = asked.question.caseId;
      this.#answered.set(id, this.#lastAnswered);
      this.#give(error === undefined ? { how: 'answer', value: answer, ms: performance.now() - asked.start } : { how: 'error', said: typeof error === 'string' ? error : JSON.stringify(error) });
      return;
    }
    const again = this.#answered.get(id);
    if (again !== undefined) {
      this.#tell({ after: again, problem: 'answered it again. The first answer counts: a worker answers each line once.' });
      // The one that is open may still be answered; after it this worker is not asked again.
      this.#isRetiring = true;
      if (!asked && !this.#isGone) this.#kill();
    } else {
      this.#confuse(`answered the id ${JSON.stringify(id.slice(0, 80))}, which nobody asked${asked ? `; it was asked ${JSON.stringify(asked.question.id)}` : ''}.`);
    }
  }
}
