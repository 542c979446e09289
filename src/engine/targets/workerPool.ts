import type { Program } from './processGroup.ts';
import { Worker, type Question, type Reply, type Unasked } from './worker.ts';

/** May be the rest of an answer before: a line beyond it, or that the program has ended after it. */
const mayBeOfEarlier = (reply: Reply): boolean => reply.how === 'confused' || (reply.how === 'exit' && reply.code === 0);

/** Keeps a few copies of a program running, and gives each question to one that is free. */
export class WorkerPool {
  readonly #program: Program;
  readonly #most: number;
  readonly #tell: (unasked: Unasked) => void;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #waiting: (() => void)[] = [];
  #taken = 0;
  #wasAborted = false;

  /** @param tell of what a copy printed beyond its answers */
  constructor(program: Program, most: number, tell: (unasked: Unasked) => void) {
    this.#program = program;
    this.#most = most;
    this.#tell = tell;
  }

  /**
   * Waits for a free copy; the question's time begins with its own. A copy that answered before and then strays may stray because of
   * that: a new one decides what becomes of the question, so that it is the same each time.
   */
  async ask(question: Question, signal: AbortSignal): Promise<Reply> {
    while (this.#taken >= this.#most) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#taken++;
    try {
      if (signal.aborted) return this.#abort();
      let worker = this.#free();
      const after = worker.lastAnswered;
      let reply = await worker.ask(question, signal);
      if (after !== undefined && mayBeOfEarlier(reply) && !signal.aborted) {
        if (reply.how === 'confused') this.#tell({ after, problem: reply.problem });
        void this.#end(worker, true);
        worker = this.#start();
        reply = await worker.ask(question, signal);
      }
      if (reply.how === 'aborted') this.#abort();
      if (!worker.isGone) this.#idle.push(worker);
      else void this.#end(worker, true);
      return reply;
    } finally {
      this.#taken--;
      this.#waiting.shift()?.();
    }
  }

  /** The run is over: who waits for another question waits in vain. */
  #abort(): Reply {
    this.#wasAborted = true;
    for (const worker of this.#idle.splice(0)) void this.#end(worker, true);
    return { how: 'aborted', stderr: '' };
  }

  #free(): Worker {
    for (let worker = this.#idle.pop(); worker; worker = this.#idle.pop()) {
      if (!worker.isGone) return worker;
      void this.#end(worker, true);
    }
    return this.#start();
  }

  #start(): Worker {
    const worker = new Worker(this.#program, this.#tell);
    this.#all.add(worker);
    return worker;
  }

  async #end(worker: Worker, atOnce: boolean): Promise<void> {
    this.#all.delete(worker);
    await worker.end(atOnce);
  }

  /** Ends all copies: after a cancel at once, else when they have finished what they do. */
  async close(): Promise<void> {
    await Promise.all([...this.#all].map((worker) => this.#end(worker, this.#wasAborted)));
  }
}
