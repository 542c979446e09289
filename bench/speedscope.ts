import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { TrajectoryStep } from '../src/core/model/trajectory.ts';
import { installedPackage } from './installedPackage.ts';
import { serveLoopback } from './loopback.ts';
import type { Loopback } from './loopback.ts';

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.json': 'application/json' };

/** Speedscope as its package has it, with an evented profile of the same steps; undefined where it cannot be installed. */
export async function serveSpeedscope(cache: string, steps: readonly TrajectoryStep[]): Promise<(Loopback & { readonly page: string }) | undefined> {
  const installed = installedPackage(cache, 'speedscope@1.25.0');
  const folder = installed === undefined ? '' : join(installed, 'dist', 'release');
  if (!existsSync(folder)) return undefined;
  const files = new Map(readdirSync(folder).map((name) => [`/${name}`, { type: types[extname(name)] ?? 'application/octet-stream', body: readFileSync(join(folder, name)) }]));
  const profile = { type: 'application/json', body: JSON.stringify(eventedProfile(steps)) };
  const server = await serveLoopback((path) => (path === '/profile.json' ? profile : files.get(path)));
  return { ...server, page: `${server.origin}/index.html#profileURL=${encodeURIComponent(`${server.origin}/profile.json`)}` };
}

export const profileName = 'The same steps';

/** The steps as a stack that is entered and left. What overlaps another of its level is left where the next begins. */
function eventedProfile(steps: readonly TrajectoryStep[]): unknown {
  const names = [...new Set(steps.map((step) => step.name))];
  const frameOf = new Map(names.map((name, at) => [name, at]));
  const startUs = steps[0]?.startUs ?? 0;
  const events: { type: 'O' | 'C'; frame: number; at: number }[] = [];
  const open: { readonly frame: number; readonly depth: number; readonly end: number }[] = [];
  let now = 0;
  const leaveTo = (depth: number, latest: number): void => {
    for (let top = open.at(-1); top !== undefined && top.depth >= depth; top = open.at(-1)) {
      now = Math.max(now, Math.min(top.end, latest));
      events.push({ type: 'C', frame: top.frame, at: now });
      open.pop();
    }
  };
  for (const step of steps) {
    const start = (step.startUs ?? startUs) - startUs;
    leaveTo(step.depth, start);
    now = Math.max(now, start);
    const frame = frameOf.get(step.name)!;
    events.push({ type: 'O', frame, at: now });
    open.push({ frame, depth: step.depth, end: (step.endUs ?? startUs) - startUs });
  }
  leaveTo(0, Infinity);
  return {
    $schema: 'https://www.speedscope.app/file-format-schema.json', name: profileName, shared: { frames: names.map((name) => ({ name })) },
    profiles: [{ type: 'evented', name: profileName, unit: 'microseconds', startValue: 0, endValue: now, events }],
  };
}
