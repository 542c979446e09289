import { parentPort, workerData } from 'node:worker_threads';
import { serveEngine } from './serveEngine.ts';
import type { EngineOptions } from '../protocol/engineApi.ts';

/** The engine in a thread of its own, so that the window never waits for SQLite or a large file. */
if (parentPort === null) throw new Error('The worker was started outside a worker thread.');
serveEngine(parentPort, workerData as EngineOptions, { writeThread: `${__dirname}/writer.js`, readThread: `${__dirname}/reader.js`, firstScreen: `${__dirname}/firstScreen.js` });
