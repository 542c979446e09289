// Finds a Chromium for the tests, or brings one.
import { existsSync } from 'node:fs';
import { findOnPath, run } from './child.mjs';
import { node24, toolEnvironment } from './node24.mjs';
import { inProject, main, say, seconds, Stop } from './project.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge', 'microsoft-edge'];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** The one playwright-core would use, which is there only after its own install. */
async function playwrightsOwn() {
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

/** @returns {Promise<string | undefined>} the path of a browser that is already on this machine */
export async function findBrowser() {
  const chosen = process.env.CASEBOOK_BROWSER;
  if (chosen && !existsSync(chosen)) throw new Stop(`CASEBOOK_BROWSER names ${chosen}, which is not there. Correct it, or unset it to let a browser be found.`);
  return chosen || findOnPath(names) || applications.find((path) => existsSync(path)) || playwrightsOwn();
}

async function installWithApt() {
  const apt = findOnPath(['apt-get']);
  if (apt === undefined || process.getuid?.() !== 0) return 'apt-get needs Debian and root';
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const patience = ['-o', 'DPkg::Lock::Timeout=120'];
  const lists = await run(apt, [...patience, 'update', '-q'], { env });
  const packages = await run(apt, [...patience, 'install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], { env });
  return packages.code === 0 ? undefined : (packages.output || lists.output).trimEnd().split('\n').slice(-5).join('\n');
}

async function installWithPlaywright() {
  const cli = inProject('node_modules', 'playwright-core', 'cli.js');
  const ended = await run(node24().binary, [cli, 'install', 'chromium'], { env: toolEnvironment() });
  return ended.code === 0 ? undefined : ended.output.trimEnd().split('\n').slice(-5).join('\n');
}

/** @returns {Promise<string>} the path of a browser, installed now if none was there */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found !== undefined) return found;
  const since = performance.now();
  say('Installing Chromium for the tests…');
  const reasons = [];
  for (const install of [installWithApt, installWithPlaywright]) {
    const reason = await install();
    const browser = await findBrowser();
    if (browser !== undefined) {
      say(`Chromium installed in ${seconds(since)}`);
      return browser;
    }
    reasons.push(reason ?? 'it was installed, but not found afterwards');
  }
  throw new Stop(`No browser was found and none could be installed. Install Chromium, or name one in CASEBOOK_BROWSER.\n${reasons.join('\n')}`);
}

await main(import.meta.url, async () => say(await ensureBrowser()));
